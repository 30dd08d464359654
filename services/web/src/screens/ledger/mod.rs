//! 受給者台帳: who receives what until when, the search over everybody, and one person's pages; compared between two moments, and taken
//! out as a spreadsheet.

mod compare;
mod export;
mod fields;
mod list;
mod looked;
mod mailing;
mod particulars;
mod person;
mod person_compare;
mod person_trail;
mod row;
mod search;
pub(crate) mod totals;

pub(crate) use looked::{Frame, Looked};

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of the ledger.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/ledger", "ledger", Permission::ViewLedger, || get(list::show)).personal().nav(Group::Ledger, "受給者台帳"),
        Route::post("/ledger/export", "ledger_export", export::PERMISSION, || post(export::ledger_sheet)).personal(),
        Route::get("/ledger/compare", "ledger_compare", Permission::ViewLedger, || get(compare::show)).personal(),
        Route::post("/ledger/compare/export", "ledger_compare_export", export::PERMISSION, || post(export::comparison_sheet))
            .personal(),
        Route::post("/search", "ledger_search", Permission::ViewLedger, || post(search::search)).personal(),
        Route::get("/recipients/{id}", "recipient", Permission::ViewLedger, || get(person::show)).personal(),
        Route::post("/recipients/{id}/notes", "recipient_note", Permission::WriteNotes, || post(person::note)),
        Route::post("/recipients/{id}/mailing", "recipient_mailing", Permission::RecordMailing, || post(mailing::record))
            .personal(),
        Route::post("/recipients/{id}/mailing/end", "recipient_mailing_end", Permission::RecordMailing, || post(mailing::end))
            .personal(),
        Route::get("/recipients/{id}/trail", "recipient_trail", Permission::ViewLedger, || get(person_trail::show)).personal(),
        Route::get("/recipients/{id}/compare", "recipient_compare", Permission::ViewLedger, || get(person_compare::show))
            .personal(),
    ],
    samples: &[
        Sample::of::<list::LedgerPage>(),
        Sample::of::<compare::LedgerComparePage>(),
        Sample::of::<search::SearchPage>(),
        Sample::of::<person::PersonPage>(),
        Sample::of::<person_trail::PersonTrailPage>(),
        Sample::of::<person_compare::PersonComparePage>(),
    ],
    told: &[
        ("person_noted", "メモを書きました。"),
        ("mailing_recorded", "送付先を記録しました。最初の日から、送るものの宛名がこの送付先になります。"),
        ("mailing_ended", "送付先を終えました。最後の日の次の日から、住所に送ります。"),
    ],
};
