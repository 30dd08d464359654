//! 統計: the ledger counted as it stood on a day, by whatever staff ask for, and in the shape of the national yearly report; how long decisions
//! took; what was paid; awards by any conditions. Every figure leads to what it counts, as of the same moment.

mod export;
mod extract;
mod moment;
mod payments;
mod period;
mod rights;
mod rounded;
mod show;
mod times;
mod times_cases;
mod times_export;
mod words;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;
use extract::{export as extract_export, saved, show as extracted};

pub(crate) use words::group_name;

/// The screens of statistics.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/statistics", "statistics", Permission::ViewLedger, || get(show::show)).nav(Group::Ledger, "統計"),
        Route::get("/statistics/rights", "statistics_rights", Permission::ViewLedger, || get(rights::show)).personal(),
        Route::post("/statistics/export", "statistics_export", Permission::ExportLists, || post(export::sheet)).personal(),
        Route::get("/statistics/times", "statistics_times", Permission::ViewLedger, || get(times::show)),
        Route::get("/statistics/times/cases", "statistics_times_cases", Permission::ViewLedger, || get(times_cases::show)),
        Route::post("/statistics/times/export", "statistics_times_export", Permission::ExportLists, || post(times_export::sheet))
            .personal(),
        Route::get("/statistics/payments", "statistics_payments", Permission::ViewLedger, || get(payments::show)),
        Route::get("/statistics/extract", "statistics_extract", Permission::ViewLedger, || get(extracted::show)).personal(),
        Route::post("/statistics/extract/export", "statistics_extract_export", Permission::ExportLists, || {
            post(extract_export::sheet)
        })
        .personal(),
        Route::post("/statistics/queries", "statistics_query_save", Permission::ViewLedger, || post(saved::save)).personal(),
        Route::post("/statistics/queries/{id}/discard", "statistics_query_discard", Permission::ViewLedger, || {
            post(saved::discard)
        }),
    ],
    samples: &[
        Sample::of::<show::StatisticsPage>(),
        Sample::of::<rights::RightsPage>(),
        Sample::of::<times::TimesPage>(),
        Sample::of::<times_cases::CasesPage>(),
        Sample::of::<payments::PaymentsPage>(),
        Sample::of::<extracted::ExtractPage>(),
    ],
    told: &[
        ("query_saved", "条件を保存しました。次からは「保存した条件」から開けます。"),
        ("query_discarded", "保存した条件を消しました。"),
    ],
};
