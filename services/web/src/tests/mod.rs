//! What holds for every route and every page, tried on the router as it is served.

mod accounts;
mod attachments;
mod auditing;
mod board;
mod campaigns;
mod clerks;
mod continuing;
mod designations;
mod desk;
mod following;
mod forms;
mod frame;
mod inquiries;
mod known;
mod lists;
mod mailing;
mod overriding;
mod pages;
mod part_of_a_file;
mod paying;
mod payments;
mod permissions;
mod proposals;
mod same_persons;
mod searching;
mod second_entry;
mod second_factor;
mod sessions;
mod stage;
mod statistics;
mod taking_once;
mod taking_out;

use axum::response::Response;
use axum::routing::get;
use identity::Permission;

use crate::cx::Cx;
use crate::problem::Problem;
use crate::route::{Access, Route, Verb};
use crate::screens::Area;

/// Routes that do what no route of ours may do.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::of(Verb::Get, "/test/panic", "test_panic", Access::Public, || get(panic)),
        Route::of(Verb::Get, "/test/slow", "test_slow", Access::Public, || get(slow)),
        Route::get("/test/unseen", "test_unseen", Permission::ViewCases, || get(unseen)).personal(),
    ],
    samples: &[],
    told: &[],
};

async fn panic() -> Response {
    panic!("架空 ひみつ")
}

async fn slow(cx: Cx) -> Result<Response, Problem> {
    tokio::time::sleep(cx.state.config().timeout * 2).await;
    Ok(cx.redirect("/"))
}

/// Shows somebody without telling the access log.
async fn unseen(cx: Cx) -> Result<Response, Problem> {
    cx.page(&crate::screens::trouble::TroublePage { trouble: Problem::NotFound.trouble(), request_id: "架空 ひみつ".into() })
}
