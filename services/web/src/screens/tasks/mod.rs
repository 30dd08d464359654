//! 夜間処理で見つけたこと: what somebody must look at, one by one closed with a reason; and the nights themselves.

mod list;
mod nights;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::cx::Cx;
use crate::page::Sample;
use crate::problem::Problem;
use crate::route::{Group, Route};
use crate::screens::Area;

/// How many wait for the person's office, or for all in the division.
pub(crate) async fn open(cx: &Cx) -> Result<i64, Problem> {
    let counts = projections::tasks::counts(cx.pool(), cx.office_scope()).await?;
    Ok(counts.iter().map(|count| count.tasks).sum())
}

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/tasks", "tasks", Permission::ViewCases, || get(list::show)).nav(Group::Work, "夜間処理"),
        Route::get("/tasks/nights", "task_nights", Permission::ViewCases, || get(nights::show)),
        Route::get("/tasks/{id}", "task", Permission::ViewCases, || get(show::show)).personal(),
        Route::post("/tasks/{id}/close", "task_close", Permission::CloseTasks, || post(show::close)),
    ],
    samples: &[Sample::of::<list::TasksPage>(), Sample::of::<nights::NightsPage>(), Sample::of::<show::TaskPage>()],
    told: &[("task_closed", "処理したことを記録しました。")],
};
