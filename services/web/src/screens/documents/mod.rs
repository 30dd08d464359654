//! Issued documents: shown as they were issued, never made again. Opening one is written down before it is shown.

mod letter;
mod sheet;

use axum::routing::get;
use identity::Permission;

use crate::route::Route;
use crate::screens::Area;

pub(crate) use sheet::issued;

/// The screens of issued documents.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/certificates/{certificate}/{document}", "certificate_document", Permission::OpenDocuments, || {
            get(sheet::show)
        })
        .personal(),
        Route::get("/certificates/{certificate}/{document}/copy", "certificate_copy", Permission::OpenDocuments, || {
            get(sheet::copy)
        })
        .personal(),
        Route::get("/letters/{id}", "letter", Permission::OpenDocuments, || get(letter::show)).personal(),
    ],
    samples: &[],
    told: &[],
};
