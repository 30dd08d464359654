//! 公印: the picture of the governor's seal in its versions, replaced by two persons; and how often it was used (公印使用簿).

mod export;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screen of the seal.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/seal", "seal", Permission::ViewSeal, || get(show::show)).nav(Group::Office, "公印"),
        Route::post("/seal", "seal_propose", Permission::ProposeSeal, || post(show::propose)).with_file(),
        Route::post("/seal/adopt", "seal_adopt", Permission::AdoptSeal, || post(show::adopt)),
        Route::post("/seal/drop", "seal_drop", Permission::AdoptSeal, || post(show::leave)),
        Route::post("/seal/export", "seal_export", Permission::ViewSeal, || post(export::sheet)),
    ],
    samples: &[Sample::of::<show::SealPage>()],
    told: &[
        ("seal_proposed", "印影の登録を起案しました。決裁の担当者が確かめて承認すると、使用開始日から使われます。"),
        ("seal_adopted", "印影の登録を承認しました。使用開始日から作成する受給者証に印刷されます。"),
        ("seal_dropped", "印影の登録をやめました。"),
    ],
};
