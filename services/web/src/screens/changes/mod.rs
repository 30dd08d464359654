//! 変更の記録: what was changed in a period, by whom, on whose authority; what nobody had asked for. On the screen, as a spreadsheet and
//! as a report on paper.

mod act;
mod codes;
mod export;
mod list;
mod month_grid;
mod people;
mod period;
mod words;

use axum::routing::get;
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of the changes.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/changes", "changes", Permission::ViewChanges, || get(list::show)).nav(Group::Office, "変更の記録"),
        Route::get("/changes/report.xlsx", "changes_spreadsheet", Permission::ViewChanges, || get(export::spreadsheet)),
        Route::get("/changes/report.pdf", "changes_report", Permission::ViewChanges, || get(export::report)),
        Route::get("/changes/{id}", "change", Permission::ViewChanges, || get(act::show)).personal(),
    ],
    samples: &[Sample::of::<list::ChangesPage>(), Sample::of::<act::ActPage>()],
    told: &[],
};
