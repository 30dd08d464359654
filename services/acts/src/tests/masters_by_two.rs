//! The masters by two persons: what one proposes counts when another approved it; the words of letters are rows like any other, and each letter
//! says which it was made with.

use casework::Refusal;
use casework::letter_text::TextRefusal;
use casework::master_change::MasterChangeRefusal;
use events::letter::{LetterEvent, LetterKind};
use events::master::{MasterStatus, RowAdopted};
use events::vocabulary::FreeText;
use events::{Event, StaffRole};
use sqlx::PgPool;

use super::stage::{Stage, TODAY, open, request, text};
use crate::{ActError, Request};

fn why() -> FreeText {
    text("様式の改正による。")
}

fn lead(words: &str) -> RowAdopted {
    RowAdopted {
        table: "letter_texts".to_owned(),
        key: "approval_notice.lead".to_owned(),
        valid_from: TODAY,
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本県文書規程".to_owned(),
        values: serde_json::json!({ "text": words }),
    }
}

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

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn words_that_two_persons_agreed_on_stand_on_the_next_letter(test: PgPool) {
    let stage = Stage::set(&test).await;
    let first = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), first, None).await.unwrap();

    let unknown = stage.acts.propose_master_change(&request(&stage.checker), vec![lead("{氏名}様")], why()).await;
    assert!(matches!(unknown, Err(ActError::Refused(Refusal::LetterText(TextRefusal::Words(_))))), "{unknown:?}");
    let (change, _) = stage
        .acts
        .propose_master_change(&request(&stage.checker), vec![lead("{児童の氏名}様を認定します。")], why())
        .await
        .unwrap();
    let drafts = stage.acts.master_change(change).await.unwrap().change.rows().to_vec();

    // Before it counts it can be looked at, on a real case and on a fictional one; nothing of it is kept.
    let cases = stage.acts.letter_cases(LetterKind::ApprovalNotice, TODAY).await.unwrap();
    assert_eq!(cases.len(), 1);
    let before = store::head(stage.acts.pool(), events::Log::Casework).await.unwrap().position;
    assert!(stage.acts.preview_letter(&cases[0].issued, &drafts, TODAY).await.unwrap().starts_with(b"%PDF"));
    for kind in LetterKind::ALL {
        assert!(stage.acts.preview_fiction(*kind, &drafts, TODAY).await.unwrap().starts_with(b"%PDF"), "{kind:?}");
    }
    assert_eq!(store::head(stage.acts.pool(), events::Log::Casework).await.unwrap().position, before);

    let own = stage.acts.approve_master_change(&request(&stage.checker), change).await;
    assert!(matches!(own, Err(ActError::Refused(Refusal::MasterChange(MasterChangeRefusal::ApprovedByOthers)))), "{own:?}");
    let approving = request(&stage.approver);
    let done = stage.acts.approve_master_change(&approving, change).await.unwrap();
    assert_eq!(stage.acts.approve_master_change(&approving, change).await.unwrap().position, done.position);
    let over = stage.acts.approve_master_change(&request(&stage.approver), change).await;
    assert!(matches!(over, Err(ActError::Refused(Refusal::MasterChange(MasterChangeRefusal::NotWaiting)))), "{over:?}");

    let second = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), second, None).await.unwrap();
    let made = letters(&test).await;
    let version = |n: usize| made[n].texts.iter().find(|used| used.key == "approval_notice.lead").unwrap().clone();
    assert_ne!(version(0), version(1));
    assert_eq!((version(1).valid_from, version(1).position > version(0).position), (TODAY, true));
    assert!(made[1].texts.iter().any(|used| used.key == "appeal.decision"), "the instruction on appeal is a version too");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_proposal_goes_back_is_written_anew_and_withdrawn(test: PgPool) {
    let stage = Stage::set(&test).await;
    let writer = open(&stage.acts, StaffRole::Administrator, "00").await;
    let (change, _) = stage.acts.propose_master_change(&request(&writer), vec![lead("文一。")], why()).await.unwrap();
    stage.acts.return_master_change(&request(&stage.approver), change, text("出典を確かめてください。")).await.unwrap();
    let file = stage.acts.master_change(change).await.unwrap();
    assert_eq!(file.returned.and_then(|why| why.open().cloned()), Some(text("出典を確かめてください。")));
    let stale = Request { seen_version: Some(1), ..request(&writer) };
    let rewritten = stage.acts.rewrite_master_change(&stale, change, vec![lead("文二。")], why()).await;
    assert!(matches!(rewritten, Err(ActError::Stale { .. })), "{rewritten:?}");
    stage.acts.rewrite_master_change(&request(&writer), change, vec![lead("文二。")], why()).await.unwrap();
    stage.acts.withdraw_master_change(&request(&writer), change).await.unwrap();
    let masters = stage.acts.masters().await.unwrap();
    let words = &masters.letter_texts.at("approval_notice.lead", TODAY).unwrap().value.text;
    assert!(words.contains("{申請日}"), "nothing of it counts: {words}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_inferred_value_is_confirmed_by_two(test: PgPool) {
    let stage = Stage::set(&test).await;
    let masters = stage.acts.masters().await.unwrap();
    let mut row = masters.row("payer_numbers", "52416013", TODAY).unwrap();
    assert_eq!(row.status, MasterStatus::Inferred);
    (row.status, row.source) = (MasterStatus::Confirmed, "県の回答（見本）".to_owned());
    let (change, _) = stage.acts.propose_master_change(&request(&stage.checker), vec![row], why()).await.unwrap();
    stage.acts.approve_master_change(&request(&stage.approver), change).await.unwrap();
    let masters = stage.acts.masters().await.unwrap();
    assert_eq!(masters.row("payer_numbers", "52416013", TODAY).unwrap().status, MasterStatus::Confirmed);
    let open = masters
        .rows_of("payer_numbers")
        .unwrap()
        .into_iter()
        .filter(|known| known.counts && known.row.status != MasterStatus::Confirmed);
    assert_eq!(open.count(), 2, "the others wait");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn tables_that_came_later_are_filled_at_the_next_start(test: PgPool) {
    let stage = Stage::set(&test).await;
    let count = async || -> i64 {
        let rows =
            "SELECT count(*) FROM es.events WHERE event_type = 'master.row_adopted' AND payload ->> 'table' = 'letter_texts'";
        sqlx::query_scalar(rows).fetch_one(&test).await.unwrap()
    };
    let first = count().await;
    assert!(first > 16, "{first}");
    let again =
        crate::Founding { simulated: false, prefecture: "41".to_owned(), program_version: "0.2.0".to_owned(), today: TODAY };
    stage.acts.found_installation(again).await.unwrap();
    assert_eq!(count().await, first);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn open_cases_go_to_the_office_that_takes_over(test: PgPool) {
    use jiff::civil::date;
    let stage = Stage::set(&test).await;
    let case = stage.receive().await.application;
    let before = stage.acts.case(case, None).await.unwrap().application;
    let office = before.receiving_office().unwrap();
    super::nights::caught_up(&test, &stage).await;
    let masters = stage.acts.masters().await.unwrap();
    let day = date(2027, 4, 1);
    let mut closing = masters.row("offices", &office.to_string(), TODAY).unwrap();
    closing.valid_to = Some(date(2027, 3, 31));
    let mut rows = vec![closing];
    for municipality in masters.municipalities.on(TODAY).filter(|row| row.value.office == office) {
        let mut row = masters.row("municipalities", &municipality.key, TODAY).unwrap();
        row.valid_from = day;
        row.values["office"] = serde_json::json!("03");
        rows.push(row);
    }
    let (change, _) = stage.acts.propose_master_change(&request(&stage.checker), rows, why()).await.unwrap();
    stage.acts.approve_master_change(&request(&stage.approver), change).await.unwrap();
    assert_eq!(stage.acts.move_cases(date(2027, 3, 31)).await.unwrap(), 0, "not before the day");
    assert_eq!(stage.acts.move_cases(day).await.unwrap(), 1);
    let after = stage.acts.case(case, None).await.unwrap().application;
    assert_eq!(after.receiving_office().unwrap().to_string(), "03");
    super::nights::caught_up(&test, &stage).await;
    assert_eq!(stage.acts.move_cases(day).await.unwrap(), 0, "once");
}
