//! Home: what waits, how long, and what to do next; the list behind each queue; help.

mod beside;
mod help;
mod page;
mod queue;
mod row;

use axum::routing::get;
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/", "home", Permission::UseProgram, || get(page::show)).personal().nav(Group::Top, "ホーム"),
        Route::get("/queues/{queue}", "queue", Permission::ViewCases, || get(queue::show)).personal(),
        Route::get("/help", "help", Permission::UseProgram, || get(help::show)).nav(Group::Office, "使い方"),
    ],
    samples: &[Sample::of::<page::HomePage>(), Sample::of::<queue::QueuePage>(), Sample::of::<help::HelpPage>()],
    told: &[],
};
