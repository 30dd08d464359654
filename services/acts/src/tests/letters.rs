//! Letters: made once, kept as they went out, numbered without a gap; no decision goes out unexplained.

use events::application::{ApplicationEvent, CorrectionItem};
use events::ids::ApplicationId;
use events::letter::{LetterEvent, LetterKind};
use events::master::{MasterStatus, RowAdopted};
use events::sitting::Verdict;
use events::{Event, EventSet as _};
use jiff::civil::date;
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, RefuseInput, Request, ReturnInput};

async fn letters(test: &PgPool) -> Vec<events::letter::Issued> {
    let rows: Vec<(String, i16, String)> = sqlx::query_as(
        "SELECT event_type, schema_version, payload::text FROM es.events WHERE event_type = 'letter.issued' ORDER BY position",
    )
    .fetch_all(test)
    .await
    .unwrap();
    let read = |(event_type, version, payload): (String, i16, String)| match Event::decode(&event_type, version, &payload) {
        Ok(Event::Letter(LetterEvent::Issued(issued))) => issued,
        other => panic!("{other:?}"),
    };
    rows.into_iter().map(read).collect()
}

async fn decisions(test: &PgPool) -> Vec<String> {
    let rows: Vec<(String, i16, String)> = sqlx::query_as(
        "SELECT event_type, schema_version, payload::text FROM es.events
         WHERE event_type IN ('application.approved', 'application.refused') ORDER BY position",
    )
    .fetch_all(test)
    .await
    .unwrap();
    rows.into_iter()
        .map(|(event_type, version, payload)| match ApplicationEvent::decode(&event_type, version, &payload) {
            Ok(ApplicationEvent::Approved(event)) => event.number.unwrap().to_string(),
            Ok(ApplicationEvent::Refused(event)) => event.number.unwrap().to_string(),
            other => panic!("{other:?}"),
        })
        .collect()
}

fn phrase(text: &str) -> RowAdopted {
    RowAdopted {
        table: "phrases".to_owned(),
        key: "appeal.decision".to_owned(),
        valid_from: date(2016, 4, 1),
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本".to_owned(),
        values: serde_json::json!({ "purpose": "appeal", "text": text, "order": 910 }),
    }
}

async fn refused(stage: &Stage) -> ApplicationId {
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    stage.heard(case, &[Verdict::Refuse]).await;
    let input = RefuseInput { ground: "refusal.age".to_owned(), why: text("対象となる年齢を超えているため。") };
    stage.acts.refuse(&request(&stage.approver), case, input).await.unwrap();
    case
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_decision_has_its_number_and_its_letter(test: PgPool) {
    let stage = Stage::set(&test).await;
    let first = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), first, None).await.unwrap();
    let second = refused(&stage).await;
    let third = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), third, None).await.unwrap();
    let year = crate::register::fiscal_year(TODAY).unwrap();
    let numbers: Vec<String> = (1..=3).map(|serial| format!("令和{year}年度第{serial}号")).collect();
    assert_eq!(decisions(&test).await, numbers);
    let made = letters(&test).await;
    let kinds: Vec<_> = made.iter().map(|letter| (letter.application, letter.kind)).collect();
    let expected =
        [(first, LetterKind::ApprovalNotice), (second, LetterKind::RefusalNotice), (third, LetterKind::ApprovalNotice)];
    assert_eq!(kinds, expected);
    assert_eq!(made.iter().map(|letter| letter.number.as_str()).collect::<Vec<_>>(), ["こ家第1号", "こ家第2号", "こ家第3号"]);

    // Asked for again, the same letter is found; its bytes are those that went out.
    let bytes = stage.acts.artifact(made[1].document.artifact).await.unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    stage.acts.issue_letter(second, request(&stage.approver).correlation_id).await.unwrap().unwrap();
    assert_eq!(letters(&test).await.len(), 3);
    assert_eq!(stage.acts.artifact(made[1].document.artifact).await.unwrap(), bytes);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_decision_without_instruction_on_appeal_sends_no_letter(test: PgPool) {
    let stage = Stage::set(&test).await;
    stage.acts.adopt_master_rows(&request(&stage.approver), vec![phrase("／")]).await.unwrap();
    let case = refused(&stage).await;
    assert!(letters(&test).await.is_empty());
    let why = stage.acts.issue_letter(case, request(&stage.approver).correlation_id).await;
    assert!(matches!(why, Err(ActError::Refused(casework::Refusal::LetterUnexplained))), "{why:?}");
    stage.acts.adopt_master_rows(&request(&stage.approver), vec![phrase("審査請求をすることができます。")]).await.unwrap();
    stage.acts.issue_letter(case, request(&stage.approver).correlation_id).await.unwrap().unwrap();
    assert_eq!(letters(&test).await.len(), 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_correction_is_asked_for_reminded_of_and_given_up(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    let due_on = TODAY.tomorrow().unwrap();
    let items = vec![CorrectionItem { about: "household".to_owned(), phrase: "correction.missing_document".to_owned() }];
    let input = ReturnInput { items, due_on, note: text("令和8年度の証明をお願いします。") };
    stage.acts.return_for_correction(&request(&stage.checker), case, input).await.unwrap();
    let on = |days: i64| Request { today: due_on.checked_add(jiff::Span::new().days(days)).unwrap(), ..request(&stage.checker) };
    let early = stage.acts.remind(&on(0), case, due_on).await;
    assert!(matches!(early, Err(ActError::Refused(casework::Refusal::CorrectionRuns(_)))), "{early:?}");
    let later = on(10).today;
    stage.acts.remind(&on(1), case, later).await.unwrap();
    let kinds: Vec<_> = letters(&test).await.iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds, [LetterKind::CorrectionRequest, LetterKind::CorrectionReminder]);
    stage.acts.recall(&on(11), case).await.unwrap();
    let case = stage.acts.case(case, None).await.unwrap();
    assert_eq!(case.application.stage(), Some(casework::application::Stage::UnderCheck));
}
