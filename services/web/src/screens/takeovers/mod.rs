//! 旧台帳からの移行: the administrator chooses a file and says which column is what, every row is told how it comes out, an approver takes over
//! what can be, and what nobody has gone on with can be taken back.

mod acts;
mod export;
mod list;
mod reading;
mod show;
mod words;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// The screens of takeovers.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/takeovers", "takeovers", Permission::ViewTakeovers, || get(list::show))
            .nav(Group::Office, "旧台帳からの移行"),
        Route::post("/takeovers", "takeover_receive", Permission::PrepareTakeovers, || post(list::receive)).with_large_file(),
        Route::get("/takeovers/{id}", "takeover", Permission::ViewTakeovers, || get(show::show)).personal(),
        Route::post("/takeovers/{id}/prepare", "takeover_prepare", Permission::PrepareTakeovers, || post(acts::prepare)),
        Route::post("/takeovers/{id}/approve", "takeover_approve", Permission::DecideTakeovers, || post(acts::approve)),
        Route::post("/takeovers/{id}/hold", "takeover_hold", Permission::ViewTakeovers, || post(acts::hold)),
        Route::post("/takeovers/{id}/reverse", "takeover_reverse", Permission::DecideTakeovers, || post(acts::reverse)),
        Route::post("/takeovers/{id}/export", "takeover_export", Permission::ViewTakeovers, || post(export::sheet)).personal(),
    ],
    samples: &[Sample::of::<list::TakeoversPage>(), Sample::of::<show::TakeoverPage>()],
    told: &[
        ("takeover_received", "ファイルを受け取りました。どの列が何かを確かめ、行の判定に進んでください。"),
        ("takeover_prepared", "行の判定を始めます。終わるまで数秒から数十秒かかります。"),
        ("takeover_approved", "引き継ぎを決裁しました。引き継ぎを始めます。"),
        ("takeover_stopped", "止めました。そこまでの行は引き継いだままです。続きから始められます。"),
        ("takeover_resumed", "続きから始めます。"),
        ("takeover_reversing", "取消しを始めます。手を加えた記録は残し、一覧に示します。"),
    ],
};
