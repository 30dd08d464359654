//! The acts that need nothing but the hand: forward, take up, resubmit, examine; and the way into an amendment.

use acts::{ActError, Done, Issue};
use axum::response::Response;
use casework::application::{Action, permit};
use events::ids::ApplicationId;

use super::frame;
use super::overview;
use super::trouble::Trouble;
use crate::cx::Cx;
use crate::forms::Posted;
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::protection;

/// Read models that show what was done.
pub(crate) const SHOWN_BY: &[&str] = &["worklist", "case_history"];

async fn done(cx: &Cx, id: ApplicationId, told: &'static str, result: Result<Done, ActError>) -> Result<Response, Problem> {
    match result {
        Ok(done) => cx.told(&frame::path(id), told, done.position, SHOWN_BY).await,
        Err(error) => {
            let trouble = Trouble::from_act(cx, id, error).await?;
            overview::render(cx, id, Some(trouble)).await
        }
    }
}

/// 進達する.
pub(crate) async fn forward(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let result = cx.acts().forward(&cx.request(&posted)?, id).await;
    done(&cx, id, "forwarded", result).await
}

/// 点検を始める.
pub(crate) async fn take_up(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let result = cx.acts().take_up(&cx.request(&posted)?, id).await;
    done(&cx, id, "taken_up", result).await
}

/// 補正を終えて再提出する.
pub(crate) async fn resubmit(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let result = cx.acts().resubmit(&cx.request(&posted)?, id).await;
    done(&cx, id, "resubmitted", result).await
}

/// 補正を待たずに点検に戻す.
pub(crate) async fn recall(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let result = cx.acts().recall(&cx.request(&posted)?, id).await;
    done(&cx, id, "recalled", result).await
}

/// 保留を解く.
pub(crate) async fn release_hold(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let result = cx.acts().release_hold(&cx.request(&posted)?, id).await;
    done(&cx, id, "hold_released", result).await
}

/// 点検を終えて決裁に上げる.
pub(crate) async fn examine(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let result = cx.acts().examine(&cx.request(&posted)?, id).await;
    done(&cx, id, "examined", result).await
}

/// 受給者証をもう一度作成する: after the font was mended. A certificate that was made is not made again.
pub(crate) async fn issue(cx: Cx, Id(id): Id<ApplicationId>, _: Posted) -> Result<Response, Problem> {
    let award = cx.acts().case(id, None).await?.application.award().ok_or(Problem::NotFound)?;
    let (told, position) = match cx.acts().issue_certificate(award, cx.request_id).await? {
        Issue::Issued { position, .. } => ("issued", position),
        Issue::Stopped { .. } => ("still_stopped", 0),
    };
    cx.told(&frame::path(id), told, position, SHOWN_BY).await
}

/// 通知文書を作成する: where the act that called for it could not make it.
pub(crate) async fn letter(cx: Cx, Id(id): Id<ApplicationId>, _: Posted) -> Result<Response, Problem> {
    match cx.acts().issue_letters(id, cx.request_id).await {
        Ok(_) => {
            let head = store::head(cx.pool(), events::Log::Casework).await?.position;
            cx.told(&frame::path(id), "letter_made", head, SHOWN_BY).await
        }
        Err(error) => done(&cx, id, "", Err(error)).await,
    }
}

/// 申請内容を訂正する: opens a draft of the form.
pub(crate) async fn amend(cx: Cx, Id(id): Id<ApplicationId>, posted: Posted) -> Result<Response, Problem> {
    let case = cx.acts().case(id, None).await?;
    if let Err(refusal) = permit(Action::Amend, &case.application, &cx.staff()?.actor) {
        return done(&cx, id, "", Err(refusal.into())).await;
    }
    match protection::instead(&cx, &frame::subjects(&case)).await? {
        Some(instead) => Ok(instead),
        None => crate::screens::applications::start_amendment(&cx, &posted, &case).await,
    }
}
