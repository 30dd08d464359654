//! 議事録: written by the clerk once the sitting is closed, approved by the chair and another member, corrected only by another edition.
//! Attendance, opinions and abstentions are taken from the record; the clerk adds the whole and what was asked of each case.

use acts::{ActError, Case, MinutesInput, SittingFile};
use axum::http::StatusCode;
use axum::response::Response;
use casework::sitting::SittingRefusal;
use documents::board_minutes::{self, BoardMinutes};
use events::ids::{ApplicationId, SittingId};
use events::sitting::{CaseQuestion, MinutesText};
use events::vocabulary::{DiseaseId, FreeText, wareki};
use serde::Serialize;

use super::acts::{again, refused};
use super::list::SHOWN_BY;
use super::papers::{authority, made_at};
use super::show::path;
use crate::clock::day_in_japan;
use crate::cx::Cx;
use crate::file_answer;
use crate::forms::{FieldErrors, Posted};
use crate::id::Id;
use crate::problem::Problem;
use crate::screens::cases::names::Names;
use crate::screens::notices::Reader;

/// An edition as the page lists it.
#[derive(Serialize)]
pub(super) struct Edition {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    pub(super) written: String,
    /// 「第1版を訂正　理由：…」; empty of the first.
    pub(super) correction: String,
    pub(super) approvals: Vec<String>,
    /// Beginning of the digest of the file.
    pub(super) digest: String,
}

/// Field of what was asked about a case.
pub(super) fn question_field(application: ApplicationId) -> String {
    format!("question-{application}")
}

/// The editions, the newest first.
pub(super) fn editions(file: &SittingFile, id: SittingId) -> Vec<Edition> {
    let newest = file.sitting.minutes().newest().map_or(0, casework::sitting::Edition::number);
    let edition = |(kept, state): (&acts::Kept<events::sitting::MinutesWritten>, &casework::sitting::Edition)| {
        let event = &kept.event;
        let (word, tone) = match (state.is_final(), event.edition == newest) {
            (true, true) => ("確定", "ok"),
            (true, false) => ("確定（訂正あり）", ""),
            (false, true) => ("確認中", "warn"),
            (false, false) => ("差し替え済み", ""),
        };
        let why = event.why.as_ref().map(|why| why.open().map_or("（消去済み）".to_owned(), ToString::to_string));
        let approvals = file.approvals.iter().filter(|one| one.event.edition == event.edition);
        Edition {
            label: format!("第{}版", event.edition),
            href: format!("{}/minutes?edition={}", path(id), event.edition),
            state: word,
            tone,
            written: wareki::short(day_in_japan(kept.at)),
            correction: event
                .corrects
                .map(|corrected| format!("第{corrected}版を訂正　理由：{}", why.unwrap_or_default()))
                .unwrap_or_default(),
            approvals: approvals
                .map(|one| {
                    let chair = if one.event.seat == event.chair { "（委員長）" } else { "" };
                    format!("委員{}{chair}　{}", one.event.seat, wareki::short(one.event.on))
                })
                .collect(),
            digest: event.document.sha256.chars().take(16).collect(),
        }
    };
    let mut editions: Vec<Edition> = file.written.iter().zip(file.sitting.minutes().editions()).map(edition).collect();
    editions.reverse();
    editions
}

/// What the fields say before anybody typed: the newest edition, or what was recorded when the sitting was closed.
pub(super) fn written(file: &SittingFile) -> Vec<(String, String)> {
    let Some(newest) = file.written.last() else {
        let text = file.minutes.as_ref().and_then(|text| text.open()).map(ToString::to_string);
        return vec![("record".to_owned(), text.unwrap_or_default())];
    };
    let mut fields = vec![("chair".to_owned(), newest.event.chair.to_string())];
    if let Some(content) = newest.event.content.open() {
        fields.push(("record".to_owned(), content.text.to_string()));
        let questions = content.questions.iter();
        fields.extend(questions.map(|one| (question_field(one.application), one.text.to_string())));
    }
    fields
}

/// One case of the agenda as the minutes tell it: by its number.
fn told(no: usize, case: &Case, file: &SittingFile, content: &MinutesText, names: &Names) -> board_minutes::Case {
    let heard = file.heard.iter().find(|one| one.application == case.id);
    let said = case.board.iter().rev().find(|one| one.sitting == file.id);
    let remark = |disease: DiseaseId| {
        let remarks = said.and_then(|said| said.remarks.open())?;
        remarks.iter().find(|remark| remark.disease == disease).map(|remark| remark.text.to_string())
    };
    let diseases = heard.into_iter().flat_map(|heard| &heard.verdicts).map(|one| board_minutes::Disease {
        name: names.disease_with_code(one.disease),
        verdict: one.verdict.label().to_owned(),
        opinion: remark(one.disease).unwrap_or_else(|| "－".to_owned()),
    });
    let about = match heard {
        None => "審査せず、次回に持ち越した。".to_owned(),
        Some(heard) if heard.recused.is_empty() => "除斥した委員なし".to_owned(),
        Some(heard) => {
            let seats: Vec<String> = heard.recused.iter().map(|seat| format!("委員{seat}")).collect();
            format!("除斥：{}", seats.join("、"))
        }
    };
    let asked = content.questions.iter().find(|one| one.application == case.id);
    board_minutes::Case {
        no: no.to_string(),
        diseases: diseases.collect(),
        about,
        questions: asked.map(|one| one.text.to_string()).unwrap_or_default(),
    }
}

async fn paper(
    cx: &Cx,
    file: &SittingFile,
    chair: u8,
    content: &MinutesText,
    why: Option<&FreeText>,
) -> Result<BoardMinutes, Problem> {
    let names = Names::new(cx.masters().await?, cx.today);
    let mut cases = Vec::with_capacity(file.sitting.agenda().len());
    let mut subjects = Vec::with_capacity(cases.capacity());
    for (no, item) in (1..).zip(file.sitting.agenda()) {
        let case = cx.acts().case(item.application, None).await?;
        subjects.push(item.application.0);
        cases.push(told(no, &case, file, content, &names));
    }
    cx.viewed(&subjects).await?;
    let members = file.members.open().cloned().unwrap_or_default();
    let member = |seat: u8| board_minutes::Member {
        seat: seat.to_string(),
        name: members.get(usize::from(seat) - 1).map_or("（消去済み）".to_owned(), ToString::to_string),
        attendance: match seat {
            _ if seat == chair => "委員長",
            _ if file.absent.contains(&seat) => "欠席",
            _ => "出席",
        }
        .to_owned(),
    };
    let number = file.sitting.minutes().next_edition();
    let edition = match why.filter(|_| number > 1) {
        Some(why) => format!("第{number}版（第{}版を訂正。理由：{why}）", number - 1),
        None => format!("第{number}版"),
    };
    Ok(BoardMinutes {
        edition,
        held_on: file.sitting.held_on().map(wareki::long).unwrap_or_default(),
        venue: file.venue.clone(),
        count: format!("議題{}件　審査{}件　次回に持ち越し{}件", cases.len(), file.heard.len(), file.carried_over.len()),
        members: (1..=file.sitting.seats()).map(member).collect(),
        cases,
        text: content.text.to_string(),
        made_at: made_at(cx),
        authority: authority(cx).await?,
    })
}

/// The number of a seat.
fn seat(text: &str) -> Result<u8, &'static str> {
    text.parse().map_err(|_| "委員を選び直してください。")
}

/// What was typed; each question that does not fit beside its field.
fn read(posted: &Posted, file: &SittingFile) -> Result<(u8, Option<FreeText>, MinutesText), FieldErrors> {
    let mut reader = Reader::of(posted);
    let chair = reader.must("chair", "委員長", seat);
    let text = reader.must("record", "全体の記録", FreeText::parse);
    // As the form was shown: sent twice, the first edition is still the first.
    let why = if posted.has("minutes_why") { reader.why("minutes_why") } else { None };
    let mut questions = Vec::new();
    for item in file.sitting.agenda() {
        if let Some(text) = reader.may(&question_field(item.application), FreeText::parse) {
            questions.push(CaseQuestion { application: item.application, text });
        }
    }
    match (chair, text, reader.errors.is_empty()) {
        (Some(chair), Some(text), true) => Ok((chair, why, MinutesText { text, questions })),
        _ => Err(reader.errors),
    }
}

/// `POST /sittings/{id}/minutes`.
pub(crate) async fn write(cx: Cx, Id(id): Id<SittingId>, posted: Posted) -> Result<Response, Problem> {
    let file = cx.acts().sitting(id).await?;
    let (chair, why, content) = match read(&posted, &file) {
        Ok(read) => read,
        Err(errors) => return again(&cx, id, &posted, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let paper = paper(&cx, &file, chair, &content, why.as_ref()).await?;
    let input = MinutesInput { chair, why, content, paper };
    match Box::pin(cx.acts().write_minutes(&cx.request(&posted)?, id, input, cx.now)).await {
        Ok(done) => cx.told(&path(id), "minutes_written", done.position, SHOWN_BY).await,
        Err(error) => {
            let chair = matches!(&error, ActError::Refused(casework::Refusal::Sitting(SittingRefusal::ChairAbsent)));
            refused(&cx, id, &posted, if chair { "chair" } else { "" }, error).await
        }
    }
}

/// `GET /sittings/{id}/minutes?edition=1`: an edition as it was printed.
pub(crate) async fn show(cx: Cx, Id(id): Id<SittingId>) -> Result<Response, Problem> {
    let file = cx.acts().sitting(id).await?;
    let asked: Option<u16> =
        cx.parameter("edition").map(|text| text.parse::<u16>().map_err(|_| Problem::NotFound)).transpose()?;
    let kept = match asked {
        Some(number) => file.written.iter().find(|kept| kept.event.edition == number),
        None => file.written.last(),
    };
    let kept = kept.ok_or(Problem::NotFound)?;
    let subjects: Vec<_> = file.sitting.agenda().iter().map(|item| item.application.0).collect();
    cx.viewed(&subjects).await?;
    file_answer::shown(cx.acts().kept_document(&kept.event.document).await?, "minutes.pdf")
}

/// `POST /sittings/{id}/minutes/approve`: that a member stands by an edition.
pub(crate) async fn approve(cx: Cx, Id(id): Id<SittingId>, posted: Posted) -> Result<Response, Problem> {
    let mut reader = Reader::of(&posted);
    let edition = reader.must("edition", "版", |text| text.parse::<u16>().map_err(|_| "画面を開き直してください。"));
    let (seat, on) = (reader.must("seat", "確認した委員", seat), reader.day("approved_on", "確認した日"));
    let (Some(edition), Some(seat), Some(on)) = (edition, seat, on) else {
        return again(&cx, id, &posted, &reader.errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match cx.acts().approve_minutes(&cx.request(&posted)?, id, (edition, seat), on).await {
        Ok(done) => cx.told(&path(id), "minutes_approved", done.position, SHOWN_BY).await,
        Err(error) => {
            let field = match &error {
                ActError::Refused(casework::Refusal::Sitting(SittingRefusal::ApprovalDay)) => "approved_on",
                ActError::Refused(casework::Refusal::Sitting(SittingRefusal::NotPresent | SittingRefusal::ApprovedAlready)) => {
                    "seat"
                }
                _ => "",
            };
            refused(&cx, id, &posted, field, error).await
        }
    }
}
