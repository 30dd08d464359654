//! Reviews and samples: written to the access log, read back, refused where they must be.

use casework::Refusal;
use casework::access_review::ReviewRefusal;
use casework::sampling::{Decision, DrawSample};
use events::access_review::{Opened, ReviewRow, Verdict, Why};
use events::ids::ApplicationId;
use jiff::civil::date;
use sqlx::PgPool;
use uuid::Uuid;

use super::stage::{Stage, request, text};
use crate::{ActError, ExportInput};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_month_is_reviewed_judged_and_frozen(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (acts, month) = (&stage.acts, date(2026, 10, 1));
    let row = ReviewRow { no: 1, why: Why::Sample, staff: stage.counter.id, positions: vec![1], accesses: 1, persons: 1 };
    let opened = Opened { month, seed: 7, population: 9, known_up_to: 3, rows: vec![row] };
    assert_eq!(acts.access_review(month).await.unwrap(), None);
    let opening = request(&stage.approver);
    acts.open_access_review(&opening, opened.clone()).await.unwrap();
    assert!(acts.open_access_review(&opening, opened.clone()).await.unwrap().again, "the same wish is one act");
    let twice = acts.open_access_review(&request(&stage.second_approver), opened).await;
    assert!(matches!(twice, Err(ActError::Refused(Refusal::Review(ReviewRefusal::NotOpenable)))), "{twice:?}");

    let early = acts.sign_off_access_review(&request(&stage.approver), month, None).await;
    assert!(matches!(early, Err(ActError::Refused(Refusal::Review(ReviewRefusal::RowsNotJudged(1))))), "{early:?}");
    let own = acts.judge_access(&request(&stage.counter), month, 1, Verdict::Confirmed, None).await;
    assert!(matches!(own, Err(ActError::Refused(Refusal::Review(ReviewRefusal::OwnAccess)))), "{own:?}");
    let note = Some(text("見本 残業を確かめる"));
    acts.judge_access(&request(&stage.approver), month, 1, Verdict::ToBeAsked, note.clone()).await.unwrap();
    acts.sign_off_access_review(&request(&stage.approver), month, None).await.unwrap();
    let late = acts.judge_access(&request(&stage.approver), month, 1, Verdict::Confirmed, None).await;
    assert!(matches!(late, Err(ActError::Refused(Refusal::Review(ReviewRefusal::SignedOff)))), "{late:?}");

    let review = acts.access_review(month).await.unwrap().unwrap();
    assert_eq!(review.rows[0].verdict, Some(Verdict::ToBeAsked));
    assert_eq!(review.rows[0].note.as_ref().and_then(|note| note.open()), note.as_ref());
    let (signed, by, _) = review.signed_off.unwrap();
    assert_eq!((signed.to_be_asked, signed.known_up_to, by), (1, 3, stage.approver.id));
    let sealed: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE log = 2 AND payload::text LIKE '%残業%'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(sealed, 0, "notes are sealed");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_sample_is_drawn_noted_and_taken_out_outside_the_history_of_the_case(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let acts = &stage.acts;
    let before = acts.case(case, None).await.unwrap().position;
    let draw = |size| DrawSample {
        from: date(2026, 4, 1),
        until: date(2026, 11, 30),
        by: None,
        seed: 7,
        size,
        known_up_to: before,
        decisions: vec![Decision { case, layer: String::new() }],
        purpose: text("定期監査"),
    };
    let many = acts.draw_sample(&request(&stage.approver), draw(2)).await;
    assert!(matches!(many, Err(ActError::Refused(Refusal::SampleSize(1)))), "{many:?}");
    let (id, _) = acts.draw_sample(&request(&stage.approver), draw(1)).await.unwrap();
    acts.note_on_sample(&request(&stage.approver), id, case, text("見本 所見")).await.unwrap();
    let other = ApplicationId(Uuid::from_u128(9));
    let outside = acts.note_on_sample(&request(&stage.approver), id, other, text("見本 所見")).await;
    assert!(matches!(outside, Err(ActError::Refused(Refusal::NotInTheSample))), "{outside:?}");
    let unknown = acts.note_on_sample(&request(&stage.approver), Uuid::from_u128(9), case, text("見本 所見")).await;
    assert!(matches!(unknown, Err(ActError::NotFound)), "{unknown:?}");

    let sample = acts.audit_sample(id).await.unwrap();
    assert_eq!((sample.drawn.cases.as_slice(), sample.notes.len()), ([case].as_slice(), 1));
    assert_eq!(sample.notes[0].note.open(), Some(&text("見本 所見")));
    let taking = request(&stage.approver);
    let take = async || {
        let input = ExportInput { subjects: vec![case.0], events: 1, reason: text("説明のため") };
        acts.tell_export(&taking, &sample, input).await
    };
    take().await.unwrap();
    let twice = take().await;
    assert!(matches!(twice, Err(ActError::Refused(Refusal::TakenOutAlready))), "nothing leaves twice on one record: {twice:?}");
    assert_eq!(acts.audit_sample(id).await.unwrap().exports.len(), 1);
    assert_eq!(acts.case(case, None).await.unwrap().position, before, "the case's own history stays as it is");
}
