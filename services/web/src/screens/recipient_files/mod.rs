//! 受給者の連絡ファイル: what 国保連 and 支払基金 are told each month of who is new, changed or lost; frozen by one person, released by another, handed over,
//! answered.

mod act;
mod list;
mod result;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["recipient_files"];

/// The screens of the files.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/recipient-files", "recipient_files", Permission::ViewPayments, || get(list::show))
            .nav(Group::Payments, "連絡ファイル"),
        Route::post("/recipient-files", "recipient_file_prepare", Permission::RunPayments, || post(list::prepare)),
        Route::get("/recipient-files/{id}", "recipient_file", Permission::ViewPayments, || get(show::show)).personal(),
        Route::post("/recipient-files/{id}/release", "recipient_file_release", Permission::ReleaseRecipientFiles, || {
            post(act::release)
        }),
        Route::post("/recipient-files/{id}/withdraw", "recipient_file_withdraw", Permission::WithdrawRecipientFiles, || {
            post(act::withdraw)
        }),
        Route::post("/recipient-files/{id}/take", "recipient_file_take", Permission::RunPayments, || post(act::take)).personal(),
        Route::post("/recipient-files/{id}/deliver", "recipient_file_deliver", Permission::RunPayments, || post(act::deliver)),
        Route::post("/recipient-files/{id}/result", "recipient_file_result", Permission::RunPayments, || post(result::import))
            .with_large_file(),
    ],
    samples: &[Sample::of::<list::ListPage>(), Sample::of::<show::FilePage>()],
    told: &[
        ("recipient_file_prepared", "連絡ファイルの内容を確定しました。ほかの決裁の担当者が承認すると、取り出せます。"),
        ("recipient_file_released", "連絡ファイルを承認しました。点検の担当者が取り出して提出します。"),
        ("recipient_file_withdrawn", "連絡ファイルを取りやめました。内容は次のファイルに入ります。"),
        ("recipient_file_delivered", "提出を記録しました。結果が届いたら取り込んでください。"),
        ("recipient_file_answered", "結果を取り込みました。エラーの行は、次のファイルで再送します。"),
    ],
};
