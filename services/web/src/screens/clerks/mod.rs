//! 担当の引き継ぎ: who works on which case. What is chosen in a list of work, or on a case, is handed to a colleague or left to whoever takes
//! it next, each case an act of its own.

pub(super) mod card;
mod hand_over;
mod people;

use axum::routing::post;
use identity::Permission;

use crate::page::Sample;
use crate::route::Route;
use crate::screens::Area;

pub(in crate::screens) use people::{named, names};

/// The screens of clerks.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::post("/clerks/chosen", "clerks_chosen", Permission::HandOverCases, || post(hand_over::chosen)).personal(),
        Route::post("/clerks", "clerks_hand_over", Permission::HandOverCases, || post(hand_over::hand_over)).personal(),
        Route::post("/cases/{id}/clerk", "case_clerk", Permission::HandOverCases, || post(card::take)),
    ],
    samples: &[Sample::of::<hand_over::HandOverPage>()],
    told: &[("clerk_taken", "この申請をあなたの担当にしました。")],
};
