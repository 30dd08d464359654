//! 通知文書: the words that staff edit, the releases in bulk with what is printed of them, and the post.

mod pages;
mod paper;
mod post;
mod posting;
mod release;
mod releases;
mod texts;

use axum::routing::get;
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["letter_releases", "letters"];

/// The screens of letters.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/letters/texts", "letter_texts", Permission::ViewMasters, || get(texts::show))
            .nav(Group::Paper, "通知文書の文"),
        Route::get("/letters/releases", "letter_releases", Permission::ViewLetterReleases, || get(releases::show))
            .nav(Group::Paper, "通知文書の一括送付"),
        Route::post("/letters/releases", "letter_release_prepare", Permission::PrepareLetters, || {
            axum::routing::post(releases::prepare)
        }),
        Route::get("/letters/releases/{id}", "letter_release", Permission::ViewLetterReleases, || get(release::show)).personal(),
        Route::post("/letters/releases/{id}/release", "letter_release_release", Permission::ReleaseLetters, || {
            axum::routing::post(release::release)
        }),
        Route::post("/letters/releases/{id}/withdraw", "letter_release_withdraw", Permission::WithdrawLetters, || {
            axum::routing::post(release::withdraw)
        }),
        Route::get("/letters/releases/{id}/paper", "letter_release_paper", Permission::SendLetters, || get(paper::show))
            .personal(),
        Route::post("/letters/releases/{id}/pages", "letter_release_pages", Permission::SendLetters, || {
            axum::routing::post(pages::take)
        })
        .personal(),
        Route::get("/letters/releases/{id}/labels", "letter_release_labels", Permission::SendLetters, || get(paper::labels))
            .personal(),
        Route::post("/letters/releases/{id}/addresses", "letter_release_addresses", Permission::SendLetters, || {
            axum::routing::post(paper::addresses)
        })
        .personal(),
        Route::post("/letters/releases/{id}/post", "letter_release_post", Permission::RecordPost, || {
            axum::routing::post(paper::post)
        }),
        Route::get("/letters/post", "letters_post", Permission::ViewPost, || get(post::show)).nav(Group::Paper, "通知文書の発送"),
        Route::get("/letters/{id}/post", "letter_post", Permission::ViewPost, || get(posting::show)).personal(),
        Route::post("/letters/{id}/posted", "letter_posted", Permission::RecordPost, || axum::routing::post(posting::posted)),
        Route::post("/letters/{id}/returned", "letter_returned", Permission::RecordPost, || {
            axum::routing::post(posting::returned)
        }),
        Route::post("/letters/{id}/checked", "letter_checked", Permission::RecordPost, || axum::routing::post(posting::checked)),
        Route::post("/letters/releases/{id}/stop", "letter_release_stop", Permission::WithdrawLetters, || {
            axum::routing::post(release::stop)
        }),
    ],
    samples: &[
        Sample::of::<texts::TextsPage>(),
        Sample::of::<releases::ReleasesPage>(),
        Sample::of::<release::ReleasePage>(),
        Sample::of::<post::PostPage>(),
        Sample::of::<posting::LetterPage>(),
    ],
    told: &[
        ("letters_prepared", "送る人と除く人を決めました。ほかの決裁の担当者が承認すると、通知文書を作り始めます。"),
        ("letters_released", "承認しました。通知文書を作り始めます。"),
        ("letters_withdrawn", "一括送付を取りやめました。何も作っていません。"),
        ("letters_posted", "発送を記録しました。返戻されたときは、その通知文書を開いて記録してください。"),
        ("letter_posted", "発送を記録しました。"),
        ("letter_posted_again", "再発送を記録しました。同じ文書番号の通知文書として履歴に残ります。"),
        ("letter_returned", "返戻を記録しました。送り先を確かめて、結果を記録してください。"),
        ("letter_checked", "送り先を確かめた結果を記録しました。"),
        ("letters_stopping", "止めるように頼みました。作った通知文書は残ります。"),
    ],
};
