//! The acts on a run.

use ::acts::{ActError, Done};
use axum::http::StatusCode;
use axum::response::Response;
use casework::print_run::PrintRunCommand;
use events::Personal;
use events::ids::PrintRunId;
use events::vocabulary::{PostingWay, ReturnGround, SpoilReason};

use super::list::SHOWN_BY;
use super::{reading, show};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::notices::Reader;

pub(super) fn path(id: PrintRunId) -> String {
    format!("/print-runs/{id}")
}

/// Back to the page with what is wrong.
pub(super) async fn wrong(cx: &Cx, id: PrintRunId, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    let form = FormView::of(posted).with_errors(errors).understood(&["posted_on", "returned_on"]);
    show::render(cx, id, (Some(form), show::Offers::default()), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Done, or back to the page with why not beside a field.
async fn answer(
    cx: &Cx,
    id: PrintRunId,
    posted: &Posted,
    (field, code): (&str, &'static str),
    outcome: Result<Done, ActError>,
) -> Result<Response, Problem> {
    let (error, status) = match outcome {
        Ok(done) => return cx.told(&path(id), code, done.position, SHOWN_BY).await,
        Err(error @ ActError::Refused(_)) => (error, StatusCode::UNPROCESSABLE_ENTITY),
        Err(error @ ActError::Stale { .. }) => (error, StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.add(field, error.to_string());
    show::render(cx, id, (Some(FormView::of(posted).with_errors(&errors)), show::Offers::default()), status).await
}

async fn plain(
    cx: &Cx,
    id: PrintRunId,
    posted: &Posted,
    code: &'static str,
    command: PrintRunCommand,
) -> Result<Response, Problem> {
    let outcome = cx.acts().on_print_run(&cx.request(posted)?, id, command).await;
    answer(cx, id, posted, ("", code), outcome).await
}

/// `POST /print-runs/{id}/halt`.
pub(crate) async fn halt(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    plain(&cx, id, &posted, "print_run_halting", PrintRunCommand::Halt { at: None }).await
}

/// `POST /print-runs/{id}/resume`.
pub(crate) async fn resume(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    plain(&cx, id, &posted, "print_run_resumed", PrintRunCommand::Resume).await
}

/// `POST /print-runs/{id}/release`.
pub(crate) async fn release(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let digest = posted.text("digest").to_owned();
    plain(&cx, id, &posted, "print_run_released", PrintRunCommand::Release { digest }).await
}

/// `POST /print-runs/{id}/printed`.
pub(crate) async fn printed(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let from = reader.must("from", "はじめの番号", reading::ordinal);
    let until = reader.must("until", "終わりの番号", reading::ordinal);
    let (Some(from), Some(until)) = (from, until) else { return wrong(&cx, id, &posted, &reader.errors).await };
    let outcome = cx.acts().on_print_run(&cx.request(&posted)?, id, PrintRunCommand::ConfirmPrinted { from, until }).await;
    answer(&cx, id, &posted, ("until", "print_run_printed"), outcome).await
}

/// `POST /print-runs/{id}/spoil`.
pub(crate) async fn spoil(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let item = reader.must("spoiled", "番号", reading::ordinal);
    let reason = reader.must("spoil_reason", "書損の理由", str::parse::<SpoilReason>);
    let (Some(item), Some(reason)) = (item, reason) else { return wrong(&cx, id, &posted, &reader.errors).await };
    let outcome = cx.acts().on_print_run(&cx.request(&posted)?, id, PrintRunCommand::Spoil { item, reason }).await;
    answer(&cx, id, &posted, ("spoiled", "print_run_spoiled"), outcome).await
}

/// `POST /print-runs/{id}/post`: these, or all that are ready.
pub(crate) async fn send(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let on = reader.day("posted_on", "発送日");
    let way = reader.must("way", "発送方法", str::parse::<PostingWay>);
    let only = reader.may("only", |text| {
        text.split([',', '、', ' ', '，']).filter(|part| !part.is_empty()).map(reading::ordinal).collect::<Result<Vec<_>, _>>()
    });
    let (Some(on), Some(way), true) = (on, way, reader.errors.is_empty()) else {
        return wrong(&cx, id, &posted, &reader.errors).await;
    };
    let outcome = cx.acts().post_print_run(&cx.request(&posted)?, id, only, (on, way)).await;
    answer(&cx, id, &posted, ("only", "print_run_posted"), outcome).await
}

/// `POST /print-runs/{id}/return`.
pub(crate) async fn back(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let item = reader.must("returned", "番号", reading::ordinal);
    let on = reader.day("returned_on", "返戻日");
    let ground = reader.must("ground", "返戻の理由", str::parse::<ReturnGround>);
    let (Some(item), Some(on), Some(ground)) = (item, on, ground) else { return wrong(&cx, id, &posted, &reader.errors).await };
    let command = PrintRunCommand::Return { item, on, ground, today: cx.today };
    let outcome = cx.acts().on_print_run(&cx.request(&posted)?, id, command).await;
    answer(&cx, id, &posted, ("returned", "print_run_returned"), outcome).await
}

/// `POST /print-runs/{id}/explain?award={award}`.
pub(crate) async fn explain(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let award = reading::award(&cx).ok_or(Problem::NotFound)?;
    let (why_name, due_name) = (format!("why-{award}"), format!("due-{award}"));
    let mut reader = Reader::of(&posted);
    let (why, due_on) = (reader.why(&why_name), reader.day(&due_name, "期限"));
    let (Some(why), Some(due_on)) = (why, due_on) else { return wrong(&cx, id, &posted, &reader.errors).await };
    let outcome = cx.acts().explain_difference(&cx.request(&posted)?, id, award, why, due_on).await;
    answer(&cx, id, &posted, (&why_name, "print_run_explained"), outcome).await
}

/// `POST /print-runs/{id}/settle?award={award}`.
pub(crate) async fn settle(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let award = reading::award(&cx).ok_or(Problem::NotFound)?;
    let name = format!("how-{award}");
    let mut reader = Reader::of(&posted);
    let Some(how) = reader.why(&name) else { return wrong(&cx, id, &posted, &reader.errors).await };
    let command = PrintRunCommand::Settle { award, how: Personal::Open(how) };
    let outcome = cx.acts().on_print_run(&cx.request(&posted)?, id, command).await;
    answer(&cx, id, &posted, (&name, "print_run_settled"), outcome).await
}

/// `POST /print-runs/{id}/close`.
pub(crate) async fn close(cx: Cx, Id(id): Id<PrintRunId>, posted: Posted) -> Result<Response, Problem> {
    let outcome = cx.acts().close_print_run(&cx.request(&posted)?, id).await;
    answer(&cx, id, &posted, ("", "print_run_closed"), outcome).await
}
