//! 夜間処理で見つけたこと: what somebody must look at, one by one closed with a reason; and the nights themselves.

mod list;
mod nights;
mod people;
mod show;
mod trend;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/tasks", "tasks", Permission::ViewCases, || get(list::show)).personal().nav(Group::Work, "夜間処理"),
        Route::get("/tasks/nights", "task_nights", Permission::ViewCases, || get(nights::show)),
        Route::get("/tasks/{id}", "task", Permission::ViewCases, || get(show::show)).personal(),
        Route::post("/tasks/{id}/close", "task_close", Permission::CloseTasks, || post(show::close)),
    ],
    samples: &[Sample::of::<list::TasksPage>(), Sample::of::<nights::NightsPage>(), Sample::of::<show::TaskPage>()],
    told: &[("task_closed", "処理したことを記録しました。")],
};
