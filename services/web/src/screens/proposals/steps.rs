//! The steps of a proposal: endorse or stand in, send back, decide. Each case for itself; what stops one stops no other.

use acts::{ActError, Chosen, Done};
use axum::response::Response;
use events::ids::{ApplicationId, ProposalId};
use events::vocabulary::FreeText;

use super::SHOWN_BY;
use super::show::render;
use crate::cx::Cx;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::decisions::batch::{cases, decided, seen};
use crate::screens::decisions::outcome::{Outcome, OutcomePage};

const BACK: &str = "この起案に戻る";

fn path(id: ProposalId) -> String {
    format!("/proposals/{id}")
}

/// The cases of the form; a form without any is shown again.
fn chosen(posted: &Posted, errors: &mut FieldErrors) -> Vec<Chosen> {
    let chosen = seen(posted);
    if chosen.is_empty() {
        errors.general("対象の申請がありません。画面を開き直して、いまの状態を確かめてください。");
    }
    chosen
}

async fn told(
    cx: &Cx,
    id: ProposalId,
    outcomes: Vec<(ApplicationId, Result<Done, ActError>)>,
    label: &'static str,
    headline: impl FnOnce(usize) -> String,
) -> Result<Response, Problem> {
    let last = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok()).map(|done| done.position).max();
    if let Some(position) = last {
        cx.settle(position, SHOWN_BY).await?;
    }
    let ids: Vec<ApplicationId> = outcomes.iter().map(|(case, _)| *case).collect();
    let cases = cases(cx, &ids).await?;
    let rows = cases
        .iter()
        .zip(&outcomes)
        .map(|(case, (_, outcome))| Outcome::of(case, outcome.as_ref().map(|_| (label, String::new())), "記録していません"));
    cx.page(&OutcomePage::new(("起案の結果", path(id), BACK), rows.collect(), headline, "記録していません"))
}

/// `POST /proposals/{id}/endorse`: with `absence` where somebody stands in.
pub(crate) async fn endorse(cx: Cx, Id(id): Id<ProposalId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let stands_in = posted.has("absence");
    let absence = if stands_in {
        read(&posted, "absence", "代わって行う理由（不在の事情）を入力してください。", &mut errors)
    } else {
        None
    };
    let chosen = chosen(&posted, &mut errors);
    if !errors.is_empty() {
        return render(&cx, id, Some(&posted), &errors).await;
    }
    let outcomes = cx.acts().endorse_each(&cx.request(&posted)?, &chosen, absence.as_ref()).await;
    let label = if stands_in { "代決" } else { "同意" };
    told(&cx, id, outcomes, label, |done| format!("{done}件の{label}を記録しました")).await
}

/// `POST /proposals/{id}/send-back`.
pub(crate) async fn send_back(cx: Cx, Id(id): Id<ProposalId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let why = read(&posted, "why", "差し戻す理由を入力してください。点検の担当者に伝わります。", &mut errors);
    let chosen = chosen(&posted, &mut errors);
    let (Some(why), true) = (why, errors.is_empty()) else {
        return render(&cx, id, Some(&posted), &errors).await;
    };
    let outcomes = cx.acts().send_back_each(&cx.request(&posted)?, &chosen, &why).await;
    told(&cx, id, outcomes, "差戻し", |done| format!("{done}件を差し戻しました")).await
}

/// `POST /proposals/{id}/decide`.
pub(crate) async fn decide(cx: Cx, Id(id): Id<ProposalId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    if chosen(&posted, &mut errors).is_empty() {
        return render(&cx, id, Some(&posted), &errors).await;
    }
    decided(&cx, &posted, (path(id), BACK)).await
}

fn read(posted: &Posted, name: &str, missing: &str, errors: &mut FieldErrors) -> Option<FreeText> {
    let typed = posted.text(name).trim();
    if typed.is_empty() {
        errors.add(name, missing);
        return None;
    }
    errors.take(name, FreeText::parse(typed))
}
