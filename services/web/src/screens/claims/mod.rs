//! 請求明細: claims of institutions come in as files and are judged against the ledger; what they came to in a year, by month, group, payer and office.

mod export;
mod import;
mod list;
mod reading;
mod show;
mod take_back;
mod totals;

use axum::routing::{get, post};
use events::recipient_file::ReviewBody;
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;
use crate::screens::applications::view::Offered;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["claims"];

/// The organisations, as choices.
pub(crate) fn bodies() -> Vec<Offered> {
    ReviewBody::ALL.iter().map(|body| Offered { value: body.code().to_owned(), label: body.label().to_owned() }).collect()
}

/// The screens of claims.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/claims", "claims", Permission::ViewPayments, || get(list::show)).nav(Group::Payments, "請求明細"),
        Route::get("/claims/import", "claim_import", Permission::RunPayments, || get(import::show)),
        Route::post("/claims/import", "claim_import_upload", Permission::RunPayments, || post(import::upload)).with_large_file(),
        Route::get("/claims/import/{id}", "claim_import_plan", Permission::RunPayments, || get(import::look)).personal(),
        Route::post("/claims/import/{id}", "claim_import_record", Permission::RunPayments, || post(import::record)),
        Route::post("/claims/import/{id}/discard", "claim_import_discard", Permission::RunPayments, || post(import::discard)),
        Route::get("/claims/totals", "claim_totals", Permission::ViewPayments, || get(totals::show))
            .personal()
            .nav(Group::Payments, "医療費の集計"),
        Route::post("/claims/totals/export", "claim_totals_export", Permission::ViewPayments, || post(export::totals)).personal(),
        Route::get("/claims/{id}", "claim_file", Permission::ViewPayments, || get(show::show)).personal(),
        Route::post("/claims/{id}/take-back", "claim_file_take_back", Permission::TakeBackClaims, || post(take_back::submit)),
        Route::post("/claims/{id}/export", "claim_file_export", Permission::ViewPayments, || post(show::export)).personal(),
    ],
    samples: &[
        Sample::of::<list::ListPage>(),
        Sample::of::<import::ChoosePage>(),
        Sample::of::<import::PlanPage>(),
        Sample::of::<show::ImportPage>(),
        Sample::of::<totals::TotalsPage>(),
    ],
    told: &[
        ("claims_imported", "請求明細を取り込みました。過誤のある行は下の一覧で確かめ、審査支払機関に連絡してください。"),
        ("claims_taken_back", "請求明細の取込を取り消しました。行は集計に入りません。正しいファイルは、もう一度取り込めます。"),
    ],
};
