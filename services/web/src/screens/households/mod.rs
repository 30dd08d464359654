//! 世帯と按分: who shares one cap with a child of the ledger, what becomes of everybody's cap, and the change of award that follows.

mod acts;
mod page;
mod reading;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::Route;
use crate::screens::Area;

/// The screens of households.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/recipients/{id}/household", "household", Permission::ViewLedger, || get(page::show)).personal(),
        Route::post("/recipients/{id}/household/kin", "household_kin", Permission::RecordHouseholds, || post(acts::kin))
            .personal(),
        Route::post("/recipients/{id}/household/outside", "household_outside", Permission::RecordHouseholds, || {
            post(acts::outside)
        })
        .personal(),
        Route::post("/recipients/{id}/household/leave", "household_leave", Permission::RecordHouseholds, || post(acts::leave))
            .personal(),
        Route::post("/recipients/{id}/household/change", "household_change", Permission::EnterApplications, || {
            post(acts::change)
        })
        .personal(),
    ],
    samples: &[Sample::of::<page::HouseholdPage>()],
    told: &[
        ("household_recorded", "世帯に記録しました。按分による上限月額を確かめてください。"),
        ("household_left", "世帯から外しました。按分による上限月額を確かめてください。"),
        ("share_change_received", "按分による変更の申請を受け付けました。点検と決裁のあと、新しい受給者証ができます。"),
    ],
};
