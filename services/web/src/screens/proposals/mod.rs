//! 起案: a checker puts cases before the decider under one number, to be approved as examined or refused for a reason; those on the way
//! endorse, stand in or send back; the last step decides, case by case.

mod entry;
mod list;
mod paper;
mod show;
mod steps;

use axum::routing::{get, post};
use identity::Permission;

use crate::page::Sample;
use crate::route::{Group, Route};
use crate::screens::Area;

/// Read models that show what was done.
const SHOWN_BY: &[&str] = &["proposals", "worklist", "case_history"];

/// The screens of proposals.
pub(crate) const AREA: Area = Area {
    routes: &[
        Route::get("/proposals", "proposals", Permission::ViewProposals, || get(list::show)).personal().nav(Group::Work, "起案"),
        Route::post("/proposals", "proposals_send", Permission::ProposeDecisions, || post(entry::propose)).personal(),
        Route::get("/proposals/{id}", "proposal", Permission::ViewProposals, || get(show::show)).personal(),
        Route::get("/proposals/{id}/paper", "proposal_paper", Permission::ViewProposals, || get(paper::show)).personal(),
        Route::post("/proposals/{id}/endorse", "proposal_endorse", Permission::WalkProposals, || post(steps::endorse)).personal(),
        Route::post("/proposals/{id}/send-back", "proposal_send_back", Permission::WalkProposals, || post(steps::send_back))
            .personal(),
        Route::post("/proposals/{id}/decide", "proposal_decide", Permission::WalkProposals, || post(steps::decide)).personal(),
    ],
    samples: &[Sample::of::<list::ProposalsPage>(), Sample::of::<show::ProposalPage>()],
    told: &[],
};
