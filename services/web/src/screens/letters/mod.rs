//! 通知文書: the words that staff edit, and the releases in bulk.

mod release;
mod releases;
mod texts;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["letter_releases"];

/// The screens of letters.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/letters/texts", "letter_texts", Permission::ViewMasters, || get(texts::show))
            .nav(Group::Office, "通知文書の文"),
        Route::get("/letters/releases", "letter_releases", Permission::ViewLetterReleases, || get(releases::show))
            .nav(Group::Work, "通知文書の一括送付"),
        Route::post("/letters/releases", "letter_release_prepare", Permission::PrepareLetters, || post(releases::prepare)),
        Route::get("/letters/releases/{id}", "letter_release", Permission::ViewLetterReleases, || get(release::show)).personal(),
        Route::post("/letters/releases/{id}/release", "letter_release_release", Permission::ReleaseLetters, || {
            post(release::release)
        }),
        Route::post("/letters/releases/{id}/withdraw", "letter_release_withdraw", Permission::WithdrawLetters, || {
            post(release::withdraw)
        }),
        Route::post("/letters/releases/{id}/stop", "letter_release_stop", Permission::WithdrawLetters, || post(release::stop)),
    ],
    samples: &[Sample::of::<texts::TextsPage>(), Sample::of::<releases::ReleasesPage>(), Sample::of::<release::ReleasePage>()],
    told: &[
        ("letters_prepared", "送る人と除く人を決めました。ほかの決裁の担当者が承認すると、通知文書を作り始めます。"),
        ("letters_released", "承認しました。通知文書を作り始めます。"),
        ("letters_withdrawn", "一括送付を取りやめました。何も作っていません。"),
        ("letters_stopping", "止めるように頼みました。作った通知文書は残ります。"),
    ],
};
