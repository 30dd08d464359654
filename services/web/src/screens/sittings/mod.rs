//! 審査会: when the review board sits, what it hears, what it says of each disease, and the minutes.

mod acts;
mod agenda;
mod list;
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
    ],
    samples: &[Sample::of::<list::SittingsPage>(), Sample::of::<show::SittingPage>()],
    told: &[
        ("sitting_scheduled", "審査会の開催を登録しました。締切日になると議題を決められます。"),
        ("agenda_fixed", "議題を決めました。資料を印刷できます。"),
        ("board_heard", "判定を記録しました。"),
        ("sitting_closed", "審査会を閉じました。審査しなかった申請は次の審査会の議題になります。"),
    ],
};
