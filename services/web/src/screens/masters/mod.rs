//! マスタ: every table with its rows, their validity, how sure they are and where they come from.

mod index;
mod rows;
mod table;

pub(crate) use rows::{column_title, title as table_title};

use axum::routing::get;
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of the masters.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/masters", "masters", Permission::ViewMasters, || get(index::show)).nav(Group::Office, "マスタ"),
        Route::get("/masters/{table}", "master_table", Permission::ViewMasters, || get(table::show)),
    ],
    samples: &[Sample::of::<index::MastersPage>(), Sample::of::<table::TablePage>()],
    told: &[],
};
