//! 決裁: everything that waits for the approver in one list; several cases are decided at once, each as an act of its own, after their
//! effects were shown.

pub(super) mod batch;
mod list;
pub(super) mod outcome;
pub(super) mod row;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of the approver.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/decisions", "decisions", Permission::DecideApplications, || get(list::show))
            .personal()
            .nav(Group::Work, "決裁"),
        Route::post("/decisions/preview", "decisions_preview", Permission::DecideApplications, || post(batch::preview))
            .personal(),
        Route::post("/decisions", "decisions_send", Permission::DecideApplications, || post(batch::decide)).personal(),
    ],
    samples: &[Sample::of::<list::DecisionsPage>(), Sample::of::<batch::PreviewPage>(), Sample::of::<outcome::OutcomePage>()],
    told: &[],
};
