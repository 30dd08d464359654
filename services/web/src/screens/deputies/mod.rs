//! 不在と代決: who is away and who stands in, by day; and 後閲: what deputies did and the posts have not seen.

mod later;
mod page;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of absences and of later inspection.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/deputies", "deputies", Permission::ViewDeputies, || get(page::show)).nav(Group::Office, "不在と代決"),
        Route::post("/deputies", "deputies_name", Permission::ArrangeDeputies, || post(page::name)),
        Route::post("/deputies/{id}/release", "deputies_release", Permission::ArrangeDeputies, || post(page::release)),
        Route::get("/later-inspections", "later_inspections", Permission::ViewProposals, || get(later::show))
            .personal()
            .nav(Group::Work, "後閲"),
        Route::post("/later-inspections", "later_inspections_send", Permission::WalkProposals, || post(later::look_over))
            .personal(),
    ],
    samples: &[Sample::of::<page::DeputiesPage>(), Sample::of::<later::LaterPage>()],
    told: &[
        ("deputy_named", "不在と代わる人を記録しました。その間、代わる人は「代わって行う」で理由を記録して起案を進められます。"),
        ("deputy_released", "不在を終えました。きょうから、代わって行うことはできません。"),
    ],
};
