//! マスタ: every table with its rows, their validity, how sure they are and where they come from; proposals to change them by two persons; and
//! what is still to be confirmed.

mod affected;
mod change;
mod changes;
mod columns;
mod difference;
mod edit;
mod edition;
mod export;
mod import;
mod index;
mod letter;
mod reorganisation;
mod rows;
mod table;
mod unconfirmed;

pub(crate) use rows::{column_title, title as table_title};
pub(crate) use unconfirmed::count as unconfirmed;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["master_changes", "changes"];

/// The screens of the masters.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/masters", "masters", Permission::ViewMasters, || get(index::show)).nav(Group::Office, "マスタ"),
        Route::get("/masters/unconfirmed", "masters_unconfirmed", Permission::ViewMasters, || get(unconfirmed::show)),
        Route::get("/masters/changes", "master_changes", Permission::ViewMasters, || get(changes::show)),
        Route::get("/masters/changes/{id}", "master_change", Permission::ViewMasters, || get(change::show)),
        Route::get("/masters/changes/{id}/affected", "master_change_affected", Permission::ViewLedger, || get(affected::show))
            .personal(),
        Route::get("/masters/changes/{id}/letter", "master_change_letter", Permission::ViewMasters, || get(letter::show))
            .personal(),
        Route::post("/masters/changes/{id}/approve", "master_change_approve", Permission::ApproveMasters, || {
            post(change::approve)
        }),
        Route::post("/masters/changes/{id}/return", "master_change_return", Permission::ApproveMasters, || {
            post(change::send_back)
        }),
        Route::post("/masters/changes/{id}/withdraw", "master_change_withdraw", Permission::EditMasters, || {
            post(change::withdraw)
        }),
        Route::get("/masters/reorganisation", "masters_reorganisation", Permission::EditMasters, || get(reorganisation::show)),
        Route::post("/masters/reorganisation", "masters_reorganise", Permission::EditMasters, || post(reorganisation::propose)),
        Route::get("/masters/diseases/edition", "masters_edition", Permission::ViewMasters, || get(edition::show)),
        Route::get("/masters/{table}", "master_table", Permission::ViewMasters, || get(table::show)),
        Route::get("/masters/{table}/rows.csv", "master_rows", Permission::ViewMasters, || get(export::show)),
        Route::get("/masters/{table}/edit", "master_edit", Permission::EditMasters, || get(edit::show)),
        Route::post("/masters/{table}/edit", "master_propose", Permission::EditMasters, || post(edit::propose)),
        Route::get("/masters/{table}/import", "master_import", Permission::EditMasters, || get(import::show)),
        Route::post("/masters/{table}/import", "master_import_propose", Permission::EditMasters, || post(import::propose))
            .with_file(),
    ],
    samples: &[
        Sample::of::<index::MastersPage>(),
        Sample::of::<table::TablePage>(),
        Sample::of::<unconfirmed::UnconfirmedPage>(),
        Sample::of::<changes::ChangesPage>(),
        Sample::of::<change::ChangePage>(),
        Sample::of::<affected::AffectedPage>(),
        Sample::of::<edit::EditPage>(),
        Sample::of::<import::ImportPage>(),
        Sample::of::<reorganisation::ReorganisationPage>(),
        Sample::of::<edition::EditionPage>(),
    ],
    told: &[
        ("master_change_proposed", "改定案を作りました。ほかの決裁の担当者か管理者が承認すると、適用の初日から使われます。"),
        ("master_change_approved", "改定案を承認しました。行は適用の初日から使われます。"),
        ("master_change_returned", "改定案を差し戻しました。"),
        ("master_change_withdrawn", "改定案を取り下げました。何も変わっていません。"),
    ],
};
