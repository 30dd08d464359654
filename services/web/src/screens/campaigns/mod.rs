//! 一斉更新: campaigns with their funnel; who stands where; guides one by one and in bulk; the tax data of a new year.

mod guide;
mod letters;
mod list;
mod people;
mod show;
mod tax_changes;
mod tax_import;
mod tax_person;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["campaigns"];

/// The screens of renewal campaigns.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/campaigns", "campaigns", Permission::ViewCampaigns, || get(list::show)).nav(Group::Work, "一斉更新"),
        Route::post("/campaigns", "campaign_open", Permission::RunCampaigns, || post(list::open)),
        Route::get("/campaigns/{id}", "campaign", Permission::ViewCampaigns, || get(show::show)),
        Route::get("/campaigns/{id}/people", "campaign_people", Permission::ViewCampaigns, || get(people::people)).personal(),
        Route::post("/campaigns/{id}/guides", "campaign_guides", Permission::RunCampaigns, || post(guide::record)),
        Route::post("/campaigns/{id}/reminders", "campaign_reminders", Permission::RunCampaigns, || post(guide::remind)),
        Route::post("/campaigns/{id}/letters", "campaign_letters", Permission::PrepareLetters, || post(letters::prepare)),
        Route::get("/campaigns/{id}/taxes", "tax_changes", Permission::ViewTaxData, || get(tax_changes::show)).personal(),
        Route::post("/campaigns/{id}/taxes/review", "tax_review", Permission::TakeInTaxData, || post(tax_changes::review)),
        Route::get("/campaigns/{id}/taxes/import", "tax_import", Permission::TakeInTaxData, || get(tax_import::show)),
        Route::post("/campaigns/{id}/taxes/import", "tax_import_upload", Permission::TakeInTaxData, || post(tax_import::upload))
            .with_file(),
        Route::get("/campaigns/taxes/{id}", "tax_import_plan", Permission::TakeInTaxData, || get(tax_import::look)).personal(),
        Route::post("/campaigns/taxes/{id}", "tax_import_record", Permission::TakeInTaxData, || post(tax_import::record)),
        Route::post("/campaigns/taxes/{id}/discard", "tax_import_discard", Permission::TakeInTaxData, || {
            post(tax_import::discard)
        }),
        Route::get("/recipients/{id}/taxes", "tax_person", Permission::ViewTaxData, || get(tax_person::show)).personal(),
        Route::post("/recipients/{id}/taxes", "tax_person_review", Permission::TakeInTaxData, || post(tax_person::review)),
        Route::post("/campaigns/{id}/close", "campaign_close", Permission::RunCampaigns, || post(show::close)),
        Route::get("/campaigns/{id}/guide", "campaign_guide", Permission::ViewCampaigns, || get(guide::show)).personal(),
    ],
    samples: &[
        Sample::of::<list::ListPage>(),
        Sample::of::<show::CampaignPage>(),
        Sample::of::<people::PeoplePage>(),
        Sample::of::<tax_changes::ChangesPage>(),
        Sample::of::<tax_import::ChoosePage>(),
        Sample::of::<tax_import::PlanPage>(),
        Sample::of::<tax_person::PersonPage>(),
    ],
    told: &[
        ("campaign_opened", "対象者を確定しました。除いた人と理由を確かめてから、案内を始めてください。"),
        ("guides_recorded", "案内を送ったことを記録しました。"),
        ("reminders_recorded", "督促したことを記録しました。"),
        ("tax_taken_in", "課税情報を取り込み、階層を判定し直しました。まだ何も決定していません。変わる人を確かめてください。"),
        ("tax_reviewed", "再判定を確かめた結果を記録しました。"),
        ("campaign_closed", "一斉更新を終えました。"),
    ],
};
