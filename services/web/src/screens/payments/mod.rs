//! 療養費の支払: what is due, batches that one person draws up and another releases, their files, what became of each line, and what was paid in a month.

mod act;
mod list;
mod paid;
mod result;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["payments", "case_history"];

/// The screens of payments.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/payments", "payments", Permission::ViewReimbursementPayments, || get(list::show))
            .personal()
            .nav(Group::Payments, "療養費の支払"),
        Route::post("/payments", "payment_draw", Permission::RunReimbursementPayments, || post(list::draw)).personal(),
        Route::get("/payments/paid", "payments_paid", Permission::ViewReimbursementPayments, || get(paid::show)).personal(),
        Route::post("/payments/paid/export", "payments_paid_export", Permission::ViewReimbursementPayments, || {
            post(paid::export)
        })
        .personal(),
        Route::get("/payments/{id}", "payment_batch", Permission::ViewReimbursementPayments, || get(show::show)).personal(),
        Route::post("/payments/{id}/release", "payment_release", Permission::ReleaseReimbursementPayments, || post(act::release))
            .personal(),
        Route::post("/payments/{id}/take-back", "payment_take_back", Permission::TakeBackReimbursementPayments, || {
            post(act::take_back)
        })
        .personal(),
        Route::post("/payments/{id}/take", "payment_take", Permission::RunReimbursementPayments, || post(act::take)).personal(),
        Route::post("/payments/{id}/deliver", "payment_deliver", Permission::RunReimbursementPayments, || post(act::deliver))
            .personal(),
        Route::post("/payments/{id}/result", "payment_result", Permission::RunReimbursementPayments, || post(result::import))
            .personal()
            .with_large_file(),
    ],
    samples: &[Sample::of::<list::ListPage>(), Sample::of::<show::BatchPage>(), Sample::of::<paid::PaidPage>()],
    told: &[
        ("payment_drawn", "支払の一覧を作りました。ほかの決裁の担当者が承認すると、ファイルを取り出せます。"),
        ("payment_released", "支払の一覧を承認しました。点検の担当者がファイルを取り出して引き渡します。"),
        ("payment_taken_back", "支払の一覧を取りやめました。載っていた請求は、すべて未払いに戻りました。"),
        ("payment_delivered", "引渡しを記録しました。振込の結果が届いたら取り込んでください。"),
        ("payment_answered", "振込の結果を取り込みました。振込不能の請求は未払いに戻り、支払の画面に理由が出ます。"),
    ],
};
