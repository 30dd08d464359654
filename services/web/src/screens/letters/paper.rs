//! What leaves the office of a release: the letters as one file to print, labels, the addresses as a file, and that it was posted.

use acts::{ActError, LetterReleaseFile, ReleasedLetter};
use axum::http::StatusCode;
use axum::response::Response;
use documents::Imprint;
use events::ids::{LetterId, LetterReleaseId};
use events::vocabulary::PostingWay;

use super::SHOWN_BY;
use super::release;
use crate::cx::Cx;
use crate::file_answer;
use crate::forms::{FieldErrors, FormView, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::addressing::{self, Envelope};
use crate::screens::notices::Reader;
use crate::taking_out::Wish;

/// Ways of posting that have no number for each letter.
pub(super) const TOGETHER: [PostingWay; 2] = [PostingWay::Ordinary, PostingWay::Counter];

pub(super) fn envelope(one: &ReleasedLetter) -> Envelope {
    let (award, recipient, application) = (one.to.award, one.to.recipient, one.to.application);
    Envelope { ordinal: one.ordinal, award, recipient, application }
}

pub(super) async fn made(cx: &Cx, id: LetterReleaseId) -> Result<(LetterReleaseFile, Vec<ReleasedLetter>), Problem> {
    let file = cx.acts().letter_release(id).await?;
    let letters = cx.acts().released_letters(&file).await?;
    if letters.is_empty() { Err(Problem::NotFound) } else { Ok((file, letters)) }
}

/// `GET /letters/releases/{id}/paper?from=1&until=50`.
pub(crate) async fn show(cx: Cx, Id(id): Id<LetterReleaseId>) -> Result<Response, Problem> {
    let file = cx.acts().letter_release(id).await?;
    if !file.prepared.designations.is_empty() {
        // What the registers say is published; nobody waits for a purpose.
        if file.ended.is_none() {
            return Err(Problem::NotFound);
        }
        cx.viewed(&[]).await?;
        let imprint = Imprint { ident: id.to_string(), recorded_at: cx.now };
        let pdf = Box::pin(cx.acts().designations_paper(&file, cx.today, imprint)).await?;
        return file_answer::shown(pdf, "letters.pdf");
    }
    let (_, letters) = made(&cx, id).await?;
    let number = |name: &str, otherwise: u32| cx.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let range = number("from", 1)..=number("until", u32::MAX);
    let envelopes: Vec<Envelope> = letters.iter().filter(|one| range.contains(&one.ordinal)).map(envelope).collect();
    if let Err(instead) = addressing::shown(&cx, &envelopes).await? {
        return Ok(instead);
    }
    let pdf = Box::pin(cx.acts().letters_paper(&letters, range)).await?;
    file_answer::shown(pdf, "letters.pdf")
}

/// `GET /letters/releases/{id}/labels`.
pub(crate) async fn labels(cx: Cx, Id(id): Id<LetterReleaseId>) -> Result<Response, Problem> {
    let (file, letters) = made(&cx, id).await?;
    let envelopes: Vec<Envelope> = letters.iter().map(envelope).collect();
    addressing::labels(&cx, &envelopes, file.prepared.kind.label(), id.to_string()).await
}

/// `POST /letters/releases/{id}/addresses`: as a file, on record.
pub(crate) async fn addresses(cx: Cx, Id(id): Id<LetterReleaseId>, posted: Posted) -> Result<Response, Problem> {
    let again = |errors: &FieldErrors| {
        let offer = Some(addressing::offer_again(&posted, errors));
        release::render(&cx, id, (FormView::default(), offer), StatusCode::UNPROCESSABLE_ENTITY)
    };
    let wish = match Wish::read(&posted) {
        Ok(wish) => wish,
        Err(errors) => return again(&errors).await,
    };
    let (file, letters) = made(&cx, id).await?;
    let envelopes: Vec<Envelope> = letters.iter().map(envelope).collect();
    let words = format!("{}の一括送付", file.prepared.kind.label());
    match addressing::file(&cx, &posted, &wish, &envelopes, &words).await? {
        Ok(file) => Ok(file),
        Err(errors) => again(&errors).await,
    }
}

/// `POST /letters/releases/{id}/post`: all that wait went out together.
pub(crate) async fn post(cx: Cx, Id(id): Id<LetterReleaseId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let on = reader.day("posted_on", "発送日");
    let way = reader.must("way", "発送方法", str::parse::<PostingWay>).filter(|way| TOGETHER.contains(way));
    let mut errors = reader.errors;
    if way.is_none() {
        errors.add("way", "まとめて記録できるのは普通郵便と窓口交付です。書留などは、1通ずつ引受番号と記録してください。");
    }
    if let (Some(on), Some(way), true) = (on, way, errors.is_empty()) {
        let (_, letters) = made(&cx, id).await?;
        let ids: Vec<LetterId> = letters.iter().map(|one| one.letter).collect();
        match Box::pin(cx.acts().post_letters(&cx.request(&posted)?, &ids, (on, way))).await {
            Ok(Some(done)) => {
                return cx.told(&format!("/letters/releases/{id}"), "letters_posted", done.position, SHOWN_BY).await;
            }
            Ok(None) => errors.add("posted_on", "発送を待つ通知文書がありません。すべて発送を記録しています。"),
            Err(error @ (ActError::Refused(_) | ActError::Stale { .. })) => errors.add("posted_on", error.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    let form = FormView::of(&posted).understood(&["posted_on"]).with_errors(&errors);
    release::render(&cx, id, (form, None), StatusCode::UNPROCESSABLE_ENTITY).await
}
