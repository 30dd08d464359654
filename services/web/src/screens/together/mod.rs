//! まとめて進める: what waits for the same step is chosen in one list, and each case takes it as an act of its own.

mod kind;
mod list;
mod send;

use axum::routing::{get, post};
use identity::Permission;

pub(crate) use kind::Kind;

use crate::page::Sample;
use crate::route::Route;
use crate::screens::Area;

/// The screens of steps that several cases take together.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/together/forward", "together_forward", Permission::ForwardApplications, || get(list::forward)).personal(),
        Route::post("/together/forward", "together_forward_send", Permission::ForwardApplications, || post(send::forward))
            .personal(),
        Route::get("/together/examine", "together_examine", Permission::CheckApplications, || get(list::examine)).personal(),
        Route::post("/together/examine", "together_examine_send", Permission::CheckApplications, || post(send::examine))
            .personal(),
        Route::get("/together/board", "together_board", Permission::CheckApplications, || get(list::board)).personal(),
        Route::post("/together/board", "together_board_send", Permission::CheckApplications, || post(send::board)).personal(),
    ],
    samples: &[Sample::of::<list::TogetherPage>()],
    told: &[],
};
