//! 運用: whether the read models follow, and how long the logs are. No personal data.

mod status;

use axum::routing::get;
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of operation.
pub(crate) const AREA: Area = Area {
    routes: &[Route::get("/operations", "operations", Permission::ViewOperations, || get(status::show))
        .nav(Group::Office, "運用の状態")],
    samples: &[Sample::of::<status::OperationsPage>()],
    told: &[],
};
