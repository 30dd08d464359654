//! 世帯と按分: who shares one cap with a child of the ledger, what becomes of everybody's cap, and the change of award that follows.

mod acts;
mod card;
mod file;
mod find;
mod import;
mod page;
mod reading;

use axum::routing::{get, post};
pub(crate) use card::HouseholdCard;
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of households.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/recipients/{id}/household", "household", Permission::ViewLedger, || get(page::show)).personal(),
        Route::post("/recipients/{id}/household/kin", "household_kin", Permission::RecordHouseholds, || post(acts::kin))
            .personal(),
        Route::post("/recipients/{id}/household/find", "household_find", Permission::RecordHouseholds, || post(find::find))
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
        Route::get("/households/import", "outside_import", Permission::RecordHouseholds, || get(import::show))
            .nav(Group::Ledger, "指定難病の取込"),
        Route::post("/households/import", "outside_import_upload", Permission::RecordHouseholds, || post(import::upload))
            .with_file(),
        Route::get("/households/import/{id}", "outside_import_plan", Permission::RecordHouseholds, || get(import::look))
            .personal(),
        Route::post("/households/import/{id}", "outside_import_record", Permission::RecordHouseholds, || post(import::record))
            .personal(),
        Route::post("/households/import/{id}/discard", "outside_import_discard", Permission::RecordHouseholds, || {
            post(import::discard)
        }),
    ],
    samples: &[Sample::of::<page::HouseholdPage>(), Sample::of::<import::ChoosePage>(), Sample::of::<import::PlanPage>()],
    told: &[
        ("household_recorded", "世帯に記録しました。按分による上限月額を確かめてください。"),
        (
            "outside_imported",
            "ファイルの人をまとめて世帯に記録しました。按分による上限月額は、それぞれの「世帯と按分」で確かめてください。",
        ),
        ("household_left", "世帯から外しました。按分による上限月額を確かめてください。"),
        ("share_change_received", "按分による変更の申請を受け付けました。点検と決裁のあと、新しい受給者証ができます。"),
    ],
};
