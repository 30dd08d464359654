//! Home: what waits, how long, and what to do next; the list behind each queue, narrowed, kept and taken out.

mod beside;
mod columns;
mod export;
mod filter;
mod page;
mod queue;
mod row;
mod saved;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/", "home", Permission::UseProgram, || get(page::show)).personal().nav(Group::Top, "ホーム"),
        Route::get("/queues/{queue}", "queue", Permission::ViewCases, || get(queue::show)).personal(),
        Route::post("/queues/{queue}/export", "queue_export", Permission::ExportLists, || post(export::list)).personal(),
        Route::post("/queues/filters", "queue_filter_save", Permission::ViewCases, || post(saved::save)).personal(),
        Route::post("/queues/filters/{id}/discard", "queue_filter_discard", Permission::ViewCases, || post(saved::discard)),
    ],
    samples: &[Sample::of::<page::HomePage>(), Sample::of::<queue::QueuePage>()],
    told: &[
        ("filter_saved", "絞り込みを保存しました。ホームに件数が出ます。"),
        ("filter_discarded", "絞り込みの保存をやめました。申請はそのまま残っています。"),
    ],
};
