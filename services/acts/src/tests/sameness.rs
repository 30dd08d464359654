//! A child who is known already, under the same individual number or another record: asked about, linked, told apart.

use casework::Refusal;
use casework::application::LikenessRefusal;
use events::application::{Alike, OtherRecord};
use events::ids::ApplicationId;
use events::vocabulary::{Likeness, MyNumber, ProcedureKind, Sameness};
use jiff::civil::Date;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, Approval, ReceiveInput, Request, SamenessInput};

fn number() -> Option<MyNumber> {
    MyNumber::parse("123456789018").ok()
}

/// The stage, and the award of a child whose number is known.
async fn awarded(test: &PgPool) -> (Stage, Approval) {
    let stage = Stage::set(test).await;
    let input = ReceiveInput { child_my_number: number(), ..stage.input().await };
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    stage.examine(case).await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    (stage, approval)
}

/// The family comes again on that day and applies as if for the first time.
async fn anew(stage: &Stage, on: Date, alike: Vec<Alike>, kind: ProcedureKind) -> ApplicationId {
    let mut input = ReceiveInput { kind, application_date: on, child_my_number: number(), alike, ..stage.input().await };
    for opinion in &mut input.form.opinions {
        opinion.diagnosis_date = on;
    }
    stage.acts.receive(&Request { today: on, ..request(&stage.counter) }, input).await.unwrap().application
}

fn answer(first: &Approval, verdict: Sameness) -> SamenessInput {
    let alike = Alike { other: OtherRecord::Recipient(first.recipient), by: vec![Likeness::MyNumber] };
    SamenessInput { alike, verdict, why: text("住民票で確かめた。"), award: Some(first.award) }
}

async fn lapsed(stage: &Stage, first: &Approval) -> Date {
    let end = stage.acts.starting(first.award).await.unwrap().standing.validity.end();
    end.saturating_add(jiff::Span::new().days(40))
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_child_whose_award_ran_out_applies_anew_and_stays_one_recipient(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let on = lapsed(&stage, &first).await;
    let case = anew(&stage, on, Vec::new(), ProcedureKind::New).await;
    let loaded = stage.acts.case(case, None).await.unwrap();
    let known = Alike { other: OtherRecord::Recipient(first.recipient), by: vec![Likeness::MyNumber] };
    assert_eq!(loaded.application.likenesses().all(), [(known, None)], "found by the number alone");

    stage.take_up(case).await;
    let unanswered = stage.acts.examine(&request(&stage.checker), case).await;
    assert!(matches!(unanswered, Err(ActError::Refused(Refusal::Likeness(LikenessRefusal::Unanswered(1))))), "{unanswered:?}");
    let answering = request(&stage.checker);
    stage.acts.judge_sameness(&answering, case, answer(&first, Sameness::Same)).await.unwrap();
    let again = stage.acts.judge_sameness(&answering, case, answer(&first, Sameness::Same)).await.unwrap();
    assert!(again.again, "sent twice, answered once");
    stage.acts.examine(&request(&stage.checker), case).await.unwrap();
    let second = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    assert_eq!((second.recipient, second.recipient_number), (first.recipient, first.recipient_number));
    let registered: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'recipient.registered'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(registered, 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_answer_is_undone_by_another_and_the_number_still_stops_a_second_recipient(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let on = lapsed(&stage, &first).await;
    let case = anew(&stage, on, Vec::new(), ProcedureKind::New).await;
    stage.acts.judge_sameness(&request(&stage.counter), case, answer(&first, Sameness::Same)).await.unwrap();
    let linked = stage.acts.case(case, None).await.unwrap();
    assert_eq!(linked.application.recipient(), Some(first.recipient));
    assert!(linked.form.open().unwrap().earlier.is_some(), "as if it had begun from there");
    stage.acts.judge_sameness(&request(&stage.counter), case, answer(&first, Sameness::Different)).await.unwrap();
    let undone = stage.acts.case(case, None).await.unwrap();
    assert_eq!((undone.application.recipient(), undone.application.starting_from()), (None, None));
    assert!(undone.form.open().unwrap().earlier.is_none());
    stage.examine(case).await;
    let refused = stage.acts.approve(&request(&stage.approver), case, None).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Likeness(LikenessRefusal::NumberOfARecipient)))), "{refused:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_child_whose_award_runs_renews_and_does_not_begin_again(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let case = anew(&stage, TODAY, Vec::new(), ProcedureKind::New).await;
    let refused = stage.acts.judge_sameness(&request(&stage.counter), case, answer(&first, Sameness::Same)).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Likeness(LikenessRefusal::AwardStillRuns)))), "{refused:?}");
    let strangers = SamenessInput {
        alike: Alike { other: OtherRecord::Recipient(events::ids::RecipientId(case.0)), by: Vec::new() },
        ..answer(&first, Sameness::Same)
    };
    let refused = stage.acts.judge_sameness(&request(&stage.counter), case, strangers).await;
    assert!(matches!(refused, Err(ActError::NotFound)), "the award of somebody else: {refused:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_two_applications_of_one_child_one_is_withdrawn(test: PgPool) {
    let stage = Stage::set(&test).await;
    let first = stage.receive().await.application;
    let other = Alike { other: OtherRecord::Application(first), by: vec![Likeness::Name, Likeness::BirthDate] };
    let input = ReceiveInput { alike: vec![other.clone()], ..stage.input().await };
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    let same = SamenessInput { alike: other, verdict: Sameness::Same, why: text("電話で確かめた。"), award: None };
    stage.acts.judge_sameness(&request(&stage.counter), case, same).await.unwrap();
    stage.examine(case).await;
    let refused = stage.acts.approve(&request(&stage.approver), case, None).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Likeness(LikenessRefusal::Applied(_))))), "{refused:?}");
    stage.acts.withdraw(&request(&stage.counter), first, TODAY, None).await.unwrap();
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
}
