//! 進達書: an office draws up a list of its cases and sends it; the division checks case by case what arrived.

mod acts;
mod list;
mod paper;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of transmittal lists.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/transmittals", "transmittals", Permission::ViewTransmittals, || get(list::show))
            .personal()
            .nav(Group::Work, "進達書"),
        Route::post("/transmittals", "transmittals_draw_up", Permission::ForwardApplications, || post(list::draw_up)),
        Route::get("/transmittals/{id}", "transmittal", Permission::ViewTransmittals, || get(show::show)).personal(),
        Route::get("/transmittals/{id}/paper", "transmittal_paper", Permission::ViewTransmittals, || get(paper::show)).personal(),
        Route::post("/transmittals/{id}/send", "transmittal_send", Permission::ForwardApplications, || post(acts::send)),
        Route::post("/transmittals/{id}/check", "transmittal_check", Permission::CheckApplications, || post(acts::check)),
    ],
    samples: &[Sample::of::<list::TransmittalsPage>(), Sample::of::<show::TransmittalPage>()],
    told: &[
        ("transmittal_drawn_up", "進達書を作成しました。印刷して書類に添え、送るときに「送る」を押してください。"),
        ("transmittal_sent", "進達書を送りました。申請は進達済になりました。"),
        ("receipt_checked", "到着の結果を記録しました。"),
    ],
};
