//! 個人情報の消去: whose retention period is over, who proposed, who carried out, and the certificate. Persons stand here by their numbers;
//! only a reason that somebody wrote may say more, and goes with the person.

mod acts;
mod certificate;
mod list;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of erasure.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/erasures", "erasures", Permission::ViewErasures, || get(list::show)).nav(Group::Office, "個人情報の消去"),
        Route::get("/erasures/{id}", "erasure", Permission::ViewErasures, || get(show::show)).personal(),
        Route::post("/erasures/{id}/propose", "erasure_propose", Permission::ProposeErasures, || post(acts::propose)),
        Route::post("/erasures/{id}/withdraw", "erasure_withdraw", Permission::WithdrawErasures, || post(acts::withdraw)),
        Route::post("/erasures/{id}/hold", "erasure_hold", Permission::CarryOutErasures, || post(acts::hold)),
        Route::post("/erasures/{id}/release", "erasure_release", Permission::CarryOutErasures, || post(acts::release)),
        Route::post("/erasures/{id}/carry-out", "erasure_carry_out", Permission::CarryOutErasures, || post(acts::carry_out)),
        Route::get("/erasures/{id}/certificate", "erasure_certificate", Permission::ViewErasures, || get(certificate::show)),
    ],
    samples: &[Sample::of::<list::ErasuresPage>(), Sample::of::<show::ErasurePage>()],
    told: &[
        ("erasure_proposed", "消去を起案しました。決裁の担当者が確かめて実行します。"),
        ("erasure_withdrawn", "起案を取り下げました。何も消去していません。"),
        ("erasure_held", "消去を差し止めました。解くまで、だれも消去できません。"),
        ("erasure_released", "差し止めを解きました。"),
        ("erased", "消去しました。この人の個人情報は、もうだれにも読めません。消去証明書を開いて保管してください。"),
    ],
};
