//! 取消・訂正: of one award, with what would follow shown before anything is proposed; the list of those that wait for a decision.

mod act;
mod effects;
mod enter;
mod list;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["ledger", "case_history"];

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/redresses", "redresses", Permission::ViewLedger, || get(list::show))
            .personal()
            .nav(Group::Work, "取消・訂正"),
        Route::get("/awards/{id}/redress", "redress", Permission::ViewLedger, || get(show::show)).personal(),
        Route::get("/awards/{id}/redress/revoke", "redress_revoke_form", Permission::ProposeRedress, || get(enter::show_revoke))
            .personal(),
        Route::post("/awards/{id}/redress/revoke", "redress_revoke", Permission::ProposeRedress, || post(enter::revoke))
            .personal(),
        Route::get("/awards/{id}/redress/correct", "redress_correct_form", Permission::ProposeRedress, || {
            get(enter::show_correct)
        })
        .personal(),
        Route::post("/awards/{id}/redress/correct", "redress_correct", Permission::ProposeRedress, || post(enter::correct))
            .personal(),
        Route::post("/awards/{id}/redress/withdraw", "redress_withdraw", Permission::ProposeRedress, || post(act::withdraw)),
        Route::post("/awards/{id}/redress/send-back", "redress_send_back", Permission::DecideRedress, || post(act::send_back)),
        Route::post("/awards/{id}/redress/decide", "redress_decide", Permission::DecideRedress, || post(act::decide)),
    ],
    samples: &[Sample::of::<list::ListPage>(), Sample::of::<show::RedressPage>(), Sample::of::<enter::EnterPage>()],
    told: &[
        ("redress_proposed", "起案しました。決裁者が決裁するまで、支給認定は変わりません。"),
        ("redress_dropped", "起案をやめました。支給認定は変わっていません。"),
        ("redress_decided", "決裁しました。台帳と受給者証に反映しています。"),
    ],
};
