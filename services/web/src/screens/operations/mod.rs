//! 運用: whether the read models follow, and how long the logs are. No personal data.

mod parked;
mod progress;
mod read_model;
mod status;

pub(crate) use status::title as read_model_title;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of operation.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/operations", "operations", Permission::ViewOperations, || get(status::show))
            .nav(Group::Office, "運用の状態"),
        Route::get("/operations/{name}", "read_model", Permission::ViewOperations, || get(read_model::show)),
        Route::post("/operations/{name}", "read_model_ask", Permission::RunOperations, || post(read_model::ask)),
    ],
    samples: &[Sample::of::<status::OperationsPage>(), Sample::of::<read_model::ReadModelPage>()],
    told: &[("operation_asked", "頼みました。常駐処理（worker）が数秒のうちに始めます。")],
};
