//! 有効期間の一括延長: whom an order reaches, looked at before it is proposed; the decision by another person; what came of it.

mod act;
mod enter;
mod list;
mod show;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["extensions", "ledger", "case_history"];

/// Routes, samples and notices of this area.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/extensions", "extensions", Permission::ViewLedger, || get(list::show)).nav(Group::Work, "一括延長"),
        Route::get("/extensions/new", "extension_form", Permission::ProposeExtensions, || get(enter::show)).personal(),
        Route::post("/extensions/new", "extension_propose", Permission::ProposeExtensions, || post(enter::submit)).personal(),
        Route::get("/extensions/{id}", "extension", Permission::ViewLedger, || get(show::show)).personal(),
        Route::post("/extensions/{id}/withdraw", "extension_withdraw", Permission::ProposeExtensions, || post(act::withdraw)),
        Route::post("/extensions/{id}/send-back", "extension_send_back", Permission::DecideExtensions, || post(act::send_back)),
        Route::post("/extensions/{id}/approve", "extension_approve", Permission::DecideExtensions, || post(act::approve)),
        Route::post("/extensions/{id}/stop", "extension_stop", Permission::DecideExtensions, || post(act::stop)),
        Route::post("/extensions/{id}/carry-out", "extension_carry_out", Permission::DecideExtensions, || post(act::carry_out)),
    ],
    samples: &[Sample::of::<list::ListPage>(), Sample::of::<enter::EnterPage>(), Sample::of::<show::ExtensionPage>()],
    told: &[
        ("extension_proposed", "起案しました。決裁者が決裁するまで、有効期間は変わりません。"),
        ("extension_dropped", "起案をやめました。有効期間は変わっていません。"),
        ("extension_approved", "決裁しました。常駐処理が1件ずつ有効期間を延長します。この画面で進みぐあいが分かります。"),
        ("extension_stopping", "止めるよう伝えました。延長した分はそのままで、残りは続きから延長できます。"),
        ("extension_resumed", "続きから延長します。"),
    ],
};
