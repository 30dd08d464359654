//! 審査会: when the review board sits, what it hears, what it says of each disease, and the minutes.

mod acts;
mod agenda;
mod list;
mod minutes;
mod papers;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of the review board.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/sittings", "sittings", Permission::ViewSittings, || get(list::show)).nav(Group::Work, "審査会"),
        Route::post("/sittings", "sitting_schedule", Permission::RunSittings, || post(list::schedule)),
        Route::get("/sittings/{id}", "sitting", Permission::ViewSittings, || get(show::show)).personal(),
        Route::get("/sittings/{id}/papers", "sitting_papers", Permission::ViewSittings, || get(papers::show)).personal(),
        Route::post("/sittings/{id}/agenda", "sitting_agenda", Permission::RunSittings, || post(acts::fix_agenda)),
        Route::post("/sittings/{id}/hear", "sitting_hear", Permission::RunSittings, || post(acts::hear)),
        Route::post("/sittings/{id}/close", "sitting_close", Permission::RunSittings, || post(acts::close)),
        Route::post("/sittings/{id}/papers", "sitting_papers_issue", Permission::RunSittings, || post(papers::issue)),
        Route::post("/sittings/{id}/move", "sitting_move", Permission::RunSittings, || post(acts::move_on)),
        Route::post("/sittings/{id}/cancel", "sitting_cancel", Permission::RunSittings, || post(acts::cancel)),
        Route::get("/sittings/{id}/minutes", "sitting_minutes", Permission::ViewSittings, || get(minutes::show)).personal(),
        Route::post("/sittings/{id}/minutes", "sitting_minutes_write", Permission::RunSittings, || post(minutes::write)),
        Route::post("/sittings/{id}/minutes/approve", "sitting_minutes_approve", Permission::ApproveMinutes, || {
            post(minutes::approve)
        }),
    ],
    samples: &[Sample::of::<list::SittingsPage>(), Sample::of::<show::SittingPage>()],
    told: &[
        ("sitting_scheduled", "審査会の開催を登録しました。締切日になると議題を決められます。"),
        ("agenda_fixed", "議題を決めました。資料を印刷できます。"),
        ("board_heard", "判定を記録しました。"),
        ("sitting_closed", "審査会を閉じました。審査しなかった申請は次の審査会の議題になります。続けて議事録を作成できます。"),
        (
            "sitting_moved",
            "開催を変えました。議題はそのままです。配った資料があれば、新しい版を発行して差し替えを伝えてください。",
        ),
        ("sitting_cancelled", "審査会を中止しました。議題にした申請は審査会待ちのままで、次の審査会の議題になります。"),
        ("papers_issued", "審査資料を発行しました。この版はそのまま残り、いつでも開けます。"),
        (
            "minutes_written",
            "議事録を作成しました。委員長ともう1人の委員の確認を、ほかの担当者2人が1人分ずつ記録すると確定します。",
        ),
        ("minutes_approved", "議事録の確認を記録しました。"),
    ],
};
