//! 療養費: begun from a person's page, received at the counter, computed and decided in the division.

mod account;
mod act;
mod enter;
mod list;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

pub(crate) use list::Line as ClaimLine;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["reimbursements", "payments", "case_history"];

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/reimbursements", "reimbursements", Permission::ViewCases, || get(list::show))
            .personal()
            .nav(Group::Payments, "療養費"),
        Route::get("/recipients/{id}/reimbursement", "reimbursement_form", Permission::ReceiveNotices, || get(enter::show))
            .personal(),
        Route::post("/recipients/{id}/reimbursement", "reimbursement_receive", Permission::ReceiveNotices, || {
            post(enter::receive)
        })
        .personal(),
        Route::get("/reimbursements/{id}", "reimbursement", Permission::ViewCases, || get(show::show)).personal(),
        Route::post("/reimbursements/{id}/examine", "reimbursement_examine", Permission::SettleNotices, || post(act::examine)),
        Route::post("/reimbursements/{id}/pay", "reimbursement_pay", Permission::DecideReimbursements, || post(act::pay)),
        Route::post("/reimbursements/{id}/refuse", "reimbursement_refuse", Permission::DecideReimbursements, || {
            post(act::refuse)
        }),
        Route::post(
            "/reimbursements/{id}/propose-correction",
            "reimbursement_propose_correction",
            Permission::SettleNotices,
            || post(act::propose_correction),
        ),
        Route::post(
            "/reimbursements/{id}/drop-correction",
            "reimbursement_drop_correction",
            Permission::DropClaimCorrections,
            || post(act::drop_correction),
        ),
        Route::post("/reimbursements/{id}/correct", "reimbursement_correct", Permission::DecideReimbursements, || {
            post(act::correct)
        }),
        Route::post("/reimbursements/{id}/propose-account", "reimbursement_propose_account", Permission::SettleNotices, || {
            post(account::propose)
        }),
        Route::post(
            "/reimbursements/{id}/change-account",
            "reimbursement_change_account",
            Permission::DecideReimbursements,
            || post(account::change),
        ),
        Route::post("/reimbursements/{id}/drop-account", "reimbursement_drop_account", Permission::DropClaimCorrections, || {
            post(account::give_up)
        }),
        Route::post(
            "/reimbursements/{id}/reveal-account",
            "reimbursement_reveal_account",
            Permission::RevealPayeeAccounts,
            || post(account::reveal),
        )
        .personal(),
        Route::post("/reimbursements/{id}/withdraw", "reimbursement_withdraw", Permission::ReceiveNotices, || {
            post(act::withdraw)
        }),
    ],
    samples: &[Sample::of::<list::ListPage>(), Sample::of::<enter::EnterPage>(), Sample::of::<show::ClaimPage>()],
    told: &[
        ("claim_received", "療養費の請求を受け付けました。課の点検者が額を算定します。"),
        ("claim_examined", "額を算定しました。決裁者が決定します。"),
        ("claim_paid", "支給を決定しました。点検の担当者が支払の一覧に載せます。"),
        ("claim_refused", "不支給を決定しました。"),
        ("claim_correction_proposed", "訂正を起案しました。決裁者が決めるまで、支給額は変わりません。"),
        ("claim_correction_dropped", "訂正の起案をやめました。支給額は変わっていません。"),
        ("claim_corrected", "支給額を訂正しました。差額を確かめて、返還の請求または追加の支払いをしてください。"),
        ("claim_account_proposed", "振込先の変更を起案しました。決裁者が決めるまで振込先は変わらず、支払の一覧にも載りません。"),
        ("claim_account_dropped", "振込先の変更の起案をやめました。振込先は変わっていません。"),
        (
            "claim_account_changed",
            "振込先を変更しました。作成済みの支払の一覧に載っているときは、その一覧を取りやめて作り直してください。",
        ),
        ("claim_withdrawn", "請求を取り下げました。"),
    ],
};
