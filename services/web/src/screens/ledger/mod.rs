//! 受給者台帳: who receives what until when, the search over everybody, and one person's page.

mod list;
mod person;
mod row;
mod search;
pub(crate) mod totals;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of the ledger.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/ledger", "ledger", Permission::ViewLedger, || get(list::show)).personal().nav(Group::Ledger, "受給者台帳"),
        Route::post("/search", "ledger_search", Permission::ViewLedger, || post(search::search)).personal(),
        Route::get("/recipients/{id}", "recipient", Permission::ViewLedger, || get(person::show)).personal(),
    ],
    samples: &[Sample::of::<list::LedgerPage>(), Sample::of::<search::SearchPage>(), Sample::of::<person::PersonPage>()],
    told: &[],
};
