//! The acts on a sitting. Each is refused by the domain where it is not permitted; the page then says why, with what was typed.

use acts::{ActError, HearingInput, MoveInput};
use axum::http::StatusCode;
use axum::response::Response;
use casework::application::BoardRefusal;
use casework::application::commands::Opinion;
use events::ids::{ApplicationId, SittingId};
use events::sitting::Verdict;
use events::vocabulary::{DiseaseId, FreeText, ShortText};

use super::agenda::{recused_field, remark_field, verdict_field};
use super::list::SHOWN_BY;
use super::show::{path, render, waiting};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::notices::Reader;

/// Back to the page with what was typed.
pub(super) async fn again(
    cx: &Cx,
    id: SittingId,
    posted: &Posted,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<Response, Problem> {
    let form = FormView::of(posted).understood(&["held_on", "cut_off_on", "approved_on"]).with_errors(errors);
    render(cx, id, form, status).await
}

/// Back to the page with what is wrong, beside the field it concerns where there is one.
pub(super) async fn refused(cx: &Cx, id: SittingId, posted: &Posted, field: &str, error: ActError) -> Result<Response, Problem> {
    let status = match error {
        ActError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActError::Stale { .. } => StatusCode::CONFLICT,
        other => return Err(other.into()),
    };
    let mut errors = FieldErrors::default();
    errors.add(field, error.to_string());
    again(cx, id, posted, &errors, status).await
}

/// `POST /sittings/{id}/agenda`.
pub(crate) async fn fix_agenda(cx: Cx, Id(id): Id<SittingId>, posted: Posted) -> Result<Response, Problem> {
    let file = cx.acts().sitting(id).await?;
    let cases = waiting(&cx, &file.sitting).await?;
    match cx.acts().fix_agenda(&cx.request(&posted)?, id, &cases).await {
        Ok(done) => cx.told(&path(id), "agenda_fixed", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "", error).await,
    }
}

/// What was typed for the diseases that are asked about; a disease without a verdict is an error beside its field.
fn read(posted: &Posted, application: &str, asked: &[DiseaseId], errors: &mut FieldErrors) -> Option<HearingInput> {
    let mut opinions = Vec::with_capacity(asked.len());
    for disease in asked {
        let (verdict_name, remark_name) = (verdict_field(application, *disease), remark_field(application, *disease));
        let verdict = errors.take(&verdict_name, posted.text(&verdict_name).parse::<Verdict>());
        let typed = posted.text(&remark_name).trim();
        let remark = if typed.is_empty() { None } else { errors.take(&remark_name, FreeText::parse(typed)) };
        let Some(verdict) = verdict else { continue };
        if verdict != Verdict::Approve && remark.is_none() {
            errors.add(&remark_name, BoardRefusal::RemarkNeeded(*disease).to_string());
        }
        opinions.push(Opinion { disease: *disease, verdict, remark });
    }
    let recused = seats(posted, &recused_field(application));
    errors.is_empty().then_some(HearingInput { opinions, recused })
}

fn seats(posted: &Posted, name: &str) -> Vec<u8> {
    posted.all(name).into_iter().filter_map(|seat| seat.parse().ok()).collect()
}

/// `POST /sittings/{id}/hear?case={application}`.
pub(crate) async fn hear(cx: Cx, Id(id): Id<SittingId>, posted: Posted) -> Result<Response, Problem> {
    let application: ApplicationId = cx.parameter("case").and_then(|id| id.parse().ok()).ok_or(Problem::NotFound)?;
    let case = cx.acts().case(application, None).await?;
    let asked: Vec<DiseaseId> = case.application.board().open().iter().copied().collect();
    let mut errors = FieldErrors::default();
    let Some(input) = read(&posted, &application.to_string(), &asked, &mut errors) else {
        return again(&cx, id, &posted, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().hear_board(&cx.request(&posted)?, id, application, input).await {
        Ok(done) => cx.told(&path(id), "board_heard", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "", error).await,
    }
}

/// `POST /sittings/{id}/close`.
pub(crate) async fn close(cx: Cx, Id(id): Id<SittingId>, posted: Posted) -> Result<Response, Problem> {
    let mut errors = FieldErrors::default();
    let Some(minutes) = errors.take("minutes", FreeText::parse(posted.text("minutes"))) else {
        return again(&cx, id, &posted, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().close_sitting(&cx.request(&posted)?, id, minutes, seats(&posted, "absent")).await {
        Ok(done) => cx.told(&path(id), "sitting_closed", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "", error).await,
    }
}

/// `POST /sittings/{id}/move`.
pub(crate) async fn move_on(cx: Cx, Id(id): Id<SittingId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let (held_on, cut_off_on) = (reader.day("held_on", "開催日"), reader.day("cut_off_on", "締切日"));
    let (venue, why) = (reader.must("venue", "会場", ShortText::parse), reader.why("move_why"));
    let (Some(held_on), Some(cut_off_on), Some(venue), Some(why)) = (held_on, cut_off_on, venue, why) else {
        return again(&cx, id, &posted, &reader.errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let input = MoveInput { held_on, cut_off_on, venue, why };
    match cx.acts().move_sitting(&cx.request(&posted)?, id, input).await {
        Ok(done) => cx.told(&path(id), "sitting_moved", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "held_on", error).await,
    }
}

/// `POST /sittings/{id}/cancel`.
pub(crate) async fn cancel(cx: Cx, Id(id): Id<SittingId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let Some(why) = reader.why("cancel_why") else {
        return again(&cx, id, &posted, &reader.errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().cancel_sitting(&cx.request(&posted)?, id, why).await {
        Ok(done) => cx.told(&path(id), "sitting_cancelled", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, "cancel_why", error).await,
    }
}
