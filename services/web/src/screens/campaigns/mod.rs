//! 一斉更新: campaigns with their funnel; who stands where; guides one by one.

mod guide;
mod list;
mod show;

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
        Route::get("/campaigns/{id}/people", "campaign_people", Permission::ViewCampaigns, || get(show::people)).personal(),
        Route::post("/campaigns/{id}/guides", "campaign_guides", Permission::RunCampaigns, || post(guide::record)),
        Route::post("/campaigns/{id}/close", "campaign_close", Permission::RunCampaigns, || post(show::close)),
        Route::get("/campaigns/{id}/guide", "campaign_guide", Permission::ViewCampaigns, || get(guide::show)).personal(),
    ],
    samples: &[Sample::of::<list::ListPage>(), Sample::of::<show::CampaignPage>(), Sample::of::<show::PeoplePage>()],
    told: &[
        ("campaign_opened", "対象者を確定しました。除いた人と理由を確かめてから、案内を始めてください。"),
        ("guides_recorded", "案内を送ったことを記録しました。"),
        ("campaign_closed", "一斉更新を終えました。"),
    ],
};
