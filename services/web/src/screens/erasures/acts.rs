//! The acts on an erasure. Each is refused by the domain where it is not permitted; the page then says why.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::erasure::Records;
use events::Log;
use events::ids::SubjectId;
use events::vocabulary::FreeText;

use super::show::{person, render};
use crate::cx::Cx;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;

const SHOWN_BY: &[&str] = &["retention"];

fn path(id: SubjectId) -> String {
    format!("/erasures/{id}")
}

/// What the read model knows of the person, after it has caught up with the log: an application that came in a moment ago counts.
async fn records(cx: &Cx, id: SubjectId) -> Result<Records, Problem> {
    let head = store::head(cx.pool(), Log::Casework).await?.position;
    if !cx.settle(head, SHOWN_BY).await? {
        return Err(Problem::Unavailable);
    }
    let person = person(cx, id).await?;
    Ok(Records { person: id, subjects: person.subjects, last_ended_on: person.last_ended_on, in_the_way: Vec::new() })
}

/// Back to the page with what is wrong.
async fn refused(cx: &Cx, id: SubjectId, posted: &Posted, error: ActError) -> Result<Response, Problem> {
    match error {
        ActError::Refused(_) | ActError::Stale { .. } => {
            let mut errors = FieldErrors::default();
            errors.general(error.to_string());
            render(cx, id, FormView::of(posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        other => Err(other.into()),
    }
}

/// `POST /erasures/{id}/propose`.
pub(crate) async fn propose(cx: Cx, Id(id): Id<SubjectId>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    person(&cx, id).await?;
    match cx.acts().propose_erasure(&request, records(&cx, id).await?).await {
        Ok(done) => cx.told(&path(id), "erasure_proposed", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// The reason of the form, or the page again.
async fn reason(cx: &Cx, id: SubjectId, posted: &Posted, field: &'static str) -> Result<Result<FreeText, Response>, Problem> {
    let mut errors = FieldErrors::default();
    if let Some(why) = errors.take(field, FreeText::parse(posted.text(field))) {
        return Ok(Ok(why));
    }
    let form = FormView::of(posted).with_errors(&errors);
    Ok(Err(render(cx, id, form, StatusCode::UNPROCESSABLE_ENTITY).await?))
}

/// `POST /erasures/{id}/withdraw`.
pub(crate) async fn withdraw(cx: Cx, Id(id): Id<SubjectId>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let why = match reason(&cx, id, &posted, "withdraw_why").await? {
        Ok(why) => why,
        Err(page) => return Ok(page),
    };
    match cx.acts().withdraw_erasure(&request, id, why).await {
        Ok(done) => cx.told(&path(id), "erasure_withdrawn", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// `POST /erasures/{id}/hold`.
pub(crate) async fn hold(cx: Cx, Id(id): Id<SubjectId>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let why = match reason(&cx, id, &posted, "hold_why").await? {
        Ok(why) => why,
        Err(page) => return Ok(page),
    };
    match cx.acts().hold_erasure(&request, id, why).await {
        Ok(done) => cx.told(&path(id), "erasure_held", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// `POST /erasures/{id}/release`.
pub(crate) async fn release(cx: Cx, Id(id): Id<SubjectId>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    let why = match reason(&cx, id, &posted, "hold_why").await? {
        Ok(why) => why,
        Err(page) => return Ok(page),
    };
    match cx.acts().release_erasure(&request, id, why).await {
        Ok(done) => cx.told(&path(id), "erasure_released", done.position, SHOWN_BY).await,
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}

/// `POST /erasures/{id}/carry-out`.
pub(crate) async fn carry_out(cx: Cx, Id(id): Id<SubjectId>, posted: Posted) -> Result<Response, Problem> {
    let request = cx.request(&posted)?;
    person(&cx, id).await?;
    if !posted.ticked("sure") {
        let mut errors = FieldErrors::default();
        errors.add("sure", "元に戻せないことを確かめ、印を付けてください。何も消去していません。");
        return render(&cx, id, FormView::of(&posted).with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let Some(list) = &cx.state.config().erased else {
        return Err(Problem::Conflict(
            "消去の一覧を置く場所が決まっていないため、消去できません（DAICHO_CHECKPOINTS）。運用の担当者に連絡してください。"
                .to_owned(),
        ));
    };
    let records = records(&cx, id).await?;
    let subjects: Vec<uuid::Uuid> = records.subjects.iter().map(|subject| subject.0).collect();
    match cx.acts().carry_out_erasure(&request, records, list).await {
        Ok(erased) => {
            cx.search().forget(&subjects);
            // It can be made at any later moment as well.
            if let Err(error) = cx.acts().erasure_certificate(id, cx.request_id).await {
                tracing::warn!(%error, "the certificate of erasure is made when it is opened");
            }
            cx.told(&path(id), "erased", erased.done.position, SHOWN_BY).await
        }
        Err(error) => refused(&cx, id, &posted, error).await,
    }
}
