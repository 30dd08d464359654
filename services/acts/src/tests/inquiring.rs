//! Somebody outside is asked about a case: with a letter that holds no more than needed, until the answer comes; the night finds what is late.

use casework::application::InquiryRefusal;
use events::ids::{AttachmentId, InquiryId};
use events::letter::LetterKind;
use events::nightly::TaskKind;
use events::vocabulary::{InquiredParty, InquiryGround};
use jiff::ToSpan as _;
use projections::tasks::{self, State, TaskFilter};
use sqlx::PgPool;
use uuid::Uuid;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, AnswerInput, InquiryEnd, InquiryInput, Request};

pub(super) fn input(questions: &str) -> InquiryInput {
    InquiryInput {
        party: InquiredParty::Doctor,
        ground: InquiryGround::OpinionUnclear,
        due_on: TODAY + 14.days(),
        addressee: text("見本病院 小児科 見本医師"),
        address: text("佐賀県佐賀市見本町1-1"),
        questions: text(questions),
    }
}

fn answer(attachment: Option<AttachmentId>) -> AnswerInput {
    AnswerInput { answered_on: TODAY, answer: text("基準を満たすとの回答。"), attachment }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_inquiry_has_its_letter_and_is_open_until_it_is_answered(test: PgPool) {
    let stage = Stage::set(&test).await;
    let acts = &stage.acts;
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    let asking = request(&stage.checker);
    let done = acts.inquire(&asking, case, input("検査の値をお知らせください。")).await.unwrap();
    let again = acts.inquire(&asking, case, input("検査の値をお知らせください。")).await.unwrap();
    assert_eq!((done.position, again.again), (again.position, true), "a double click asks once");
    let files = acts.inquiries(case).await.unwrap();
    assert_eq!(files.len(), 1);
    let asked = &files[0];
    assert!(!asked.asked.stops_clock, "until the masters say so");
    let letter = acts.letter_file(asked.letter.unwrap()).await.unwrap();
    assert_eq!((letter.issued.kind, letter.issued.application), (LetterKind::Inquiry, case));
    let bytes = acts.artifact(letter.issued.document.artifact).await.unwrap();
    assert!(bytes.starts_with(b"%PDF"));

    let inquiry = asked.asked.inquiry;
    let paper = acts.answer_inquiry(&request(&stage.checker), (case, inquiry), answer(Some(AttachmentId(Uuid::nil())))).await;
    assert!(matches!(paper, Err(ActError::NotFound)), "{paper:?}");
    let other = acts.answer_inquiry(&request(&stage.checker), (case, InquiryId(Uuid::nil())), answer(None)).await;
    assert!(matches!(other, Err(ActError::NotFound)), "{other:?}");
    let stale = Request { seen_version: Some(1), ..request(&stage.checker) };
    let stale = acts.answer_inquiry(&stale, (case, inquiry), answer(None)).await;
    assert!(matches!(stale, Err(ActError::Stale { .. })), "{stale:?}");
    acts.answer_inquiry(&request(&stage.checker), (case, inquiry), answer(None)).await.unwrap();
    let files = acts.inquiries(case).await.unwrap();
    assert!(matches!(&files[0].end, Some(InquiryEnd::Answered(event)) if event.answered_on == TODAY));
    let twice = acts.withdraw_inquiry(&request(&stage.checker), (case, inquiry), text("要らない。")).await;
    assert!(matches!(twice, Err(ActError::Refused(casework::Refusal::Inquiry(InquiryRefusal::None)))), "{twice:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_my_number_never_goes_to_others_and_every_missing_letter_is_made_up(test: PgPool) {
    let stage = Stage::set(&test).await;
    let acts = &stage.acts;
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    let telling = acts.inquire(&request(&stage.checker), case, input("個人番号は1234 5678 9012です。")).await;
    assert!(matches!(telling, Err(ActError::Refused(casework::Refusal::Inquiry(InquiryRefusal::MyNumber)))), "{telling:?}");
    assert_eq!(acts.inquiries(case).await.unwrap(), []);
    for questions in ["検査の値。", "検査の日。"] {
        acts.inquire(&request(&stage.checker), case, input(questions)).await.unwrap();
    }
    let letters = acts.issue_letters(case, request(&stage.checker).correlation_id).await.unwrap();
    let of_inquiries: Vec<_> = acts.inquiries(case).await.unwrap().into_iter().filter_map(|file| file.letter).collect();
    assert_eq!(letters, of_inquiries, "one letter an inquiry; those that are there are found");
    acts.withdraw_inquiry(
        &request(&stage.checker),
        (case, acts.inquiries(case).await.unwrap()[0].asked.inquiry),
        text("要らない。"),
    )
    .await
    .unwrap();
    assert_eq!(acts.inquiries(case).await.unwrap().iter().filter(|file| file.is_open()).count(), 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_night_finds_what_nobody_answered_until_it_is_answered(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    stage.acts.inquire(&request(&stage.checker), case, input("検査の値。")).await.unwrap();
    let inquiry = stage.acts.inquiries(case).await.unwrap()[0].asked.inquiry;
    caught_up(&test, &stage).await;
    let due = TODAY + 14.days();
    let on_time = stage.acts.run_night(due).await.unwrap().unwrap();
    assert_eq!(on_time.standing.get("inquiry_overdue"), None, "the last day is not over");
    let late = stage.acts.run_night(due + 1.day()).await.unwrap().unwrap();
    assert_eq!(late.standing.get("inquiry_overdue"), Some(&1), "{late:?}");
    caught_up(&test, &stage).await;
    let of_the_inquiry = async || {
        let all = tasks::page(stage.acts.pool(), TaskFilter::default(), None, 50).await.unwrap();
        all.into_iter().find(|row| row.finding.kind == TaskKind::InquiryOverdue)
    };
    let found = of_the_inquiry().await.expect("a task");
    assert_eq!((found.finding.about, found.finding.day), (case.0, due));
    stage.acts.answer_inquiry(&request(&stage.checker), (case, inquiry), answer(None)).await.unwrap();
    caught_up(&test, &stage).await;
    stage.acts.run_night(due + 2.days()).await.unwrap().unwrap();
    caught_up(&test, &stage).await;
    assert_eq!(tasks::task(stage.acts.pool(), found.task).await.unwrap().unwrap().state, State::Settled);
}
