//! `POST /letters/releases/{id}/pages`: some pages of the letters of a release. Whether letters lie on paper is not recorded before they are
//! posted, so whoever takes pages out always says why.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use documents::Imprint;
use events::ids::LetterReleaseId;
use uuid::Uuid;

use super::{paper, release};
use crate::cx::Cx;
use crate::file_answer::{self, PDF};
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::{addressing, page_choice, protection};

async fn wrong(cx: &Cx, id: LetterReleaseId, posted: &Posted, errors: &FieldErrors) -> Result<Response, Problem> {
    let form = FormView::of(posted).with_errors(errors).beside(release::offered_to_post(cx));
    release::render(cx, id, (form, None), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Counts the sheets, or takes the pages out.
pub(crate) async fn take(cx: Cx, Id(id): Id<LetterReleaseId>, posted: Posted) -> Result<Response, Problem> {
    let asked = match page_choice::read(&posted) {
        Ok(asked) => asked,
        Err(errors) => return wrong(&cx, id, &posted, &errors).await,
    };
    let file = cx.acts().letter_release(id).await?;
    let about_designations = !file.prepared.designations.is_empty();
    let (chosen, letters) = if about_designations {
        if file.ended.is_none() {
            return Err(Problem::NotFound);
        }
        let imprint = Imprint { ident: id.to_string(), recorded_at: cx.now };
        let chosen = Box::pin(cx.acts().designations_pages(&file, cx.today, imprint, asked.choice.clone())).await?;
        (chosen, Vec::new())
    } else {
        let (_, letters) = paper::made(&cx, id).await?;
        (Box::pin(cx.acts().letters_pages(&letters, asked.choice.clone())).await?, letters)
    };
    let mut errors = asked.faults(&chosen);
    if errors.is_empty() && asked.only_count {
        let form = asked.counted(&posted, &chosen).beside(release::offered_to_post(&cx));
        return release::render(&cx, id, (form, None), StatusCode::OK).await;
    }
    if asked.why.is_none() {
        errors.add(page_choice::WHY, "印刷する理由：入力してください。何も取り出していません。");
    }
    let told = asked.told(&chosen, &mut errors);
    let (Some(told), true) = (told, errors.is_empty()) else { return wrong(&cx, id, &posted, &errors).await };
    let among: Vec<_> = letters.iter().filter(|one| chosen.ordinals.contains(&one.ordinal)).map(paper::envelope).collect();
    let subjects: Vec<Uuid> = addressing::subjects(&among);
    if let Some(instead) = protection::instead(&cx, &subjects).await? {
        return Ok(instead);
    }
    match cx.acts().pages_taken(&cx.request(&posted)?, cx.route().name, &chosen, subjects, told).await {
        Ok(()) => {}
        Err(ActError::Refused(Refusal::TakenOutAlready)) => return wrong(&cx, id, &posted, &page_choice::taken_before()).await,
        Err(error) => return Err(error.into()),
    }
    cx.seen_is_written();
    file_answer::download(chosen.pdf, PDF, "letters-pages.pdf")
}
