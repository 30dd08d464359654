//! 統計: the ledger counted as it stood on a day, by whatever staff ask for, and in the shape of the national yearly report. Every figure
//! leads to the rights that it counts, as of the same moment.

mod counted;
mod dimension;
mod export;
mod rights;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

pub(crate) use dimension::group_name;

/// The screens of statistics.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/statistics", "statistics", Permission::ViewLedger, || get(show::show)).nav(Group::Ledger, "統計"),
        Route::get("/statistics/rights", "statistics_rights", Permission::ViewLedger, || get(rights::show)).personal(),
        Route::post("/statistics/export", "statistics_export", Permission::ExportLists, || post(export::sheet)).personal(),
    ],
    samples: &[Sample::of::<show::StatisticsPage>(), Sample::of::<rights::RightsPage>()],
    told: &[],
};
