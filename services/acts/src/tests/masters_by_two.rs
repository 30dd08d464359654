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
    let count = async |table: &str| -> i64 {
        let rows = "SELECT count(*) FROM es.events WHERE event_type = 'master.row_adopted' AND payload ->> 'table' = $1";
        sqlx::query_scalar(rows).bind(table).fetch_one(&test).await.unwrap()
    };
    let first = count("letter_texts").await;
    assert!(first > 16, "{first}");
    assert_eq!(count("authorities").await, 1);
    let again =
        crate::Founding { simulated: false, prefecture: "41".to_owned(), program_version: "0.2.0".to_owned(), today: TODAY };
    stage.acts.found_installation(again).await.unwrap();
    assert_eq!((count("letter_texts").await, count("authorities").await), (first, 1));
}

fn issuer(name: &str, valid_from: jiff::civil::Date) -> RowAdopted {
    RowAdopted {
        table: "authorities".to_owned(),
        key: "issuer".to_owned(),
        valid_from,
        valid_to: None,
        status: MasterStatus::Confirmed,
        source: "見本県文書規程".to_owned(),
        values: serde_json::json!({
            "name": name, "signatory": format!("{name}知事"), "division": "見本課", "prefecture_number": 1
        }),
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn another_authority_that_two_persons_agreed_on_signs_from_its_day_on(test: PgPool) {
    let stage = Stage::set(&test).await;
    let first = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), first, None).await.unwrap();
    let kept = letters(&test).await.remove(0).document.artifact;
    let before = stage.acts.artifact(kept).await.unwrap();

    let later = TODAY.checked_add(jiff::Span::new().days(30)).unwrap();
    let rows = vec![issuer("見本県", TODAY), issuer("新見本県", later)];
    let (change, _) = stage.acts.propose_master_change(&request(&stage.checker), rows, why()).await.unwrap();
    let signs = async |day| stage.acts.masters().await.unwrap().authority(day).map(|found| found.signatory.clone());
    let shipped = signs(TODAY).await.unwrap();
    assert_ne!(shipped, "見本県知事", "a proposal counts for nothing");
    let own = stage.acts.approve_master_change(&request(&stage.checker), change).await;
    assert!(own.is_err(), "nobody approves his own proposal");
    stage.acts.approve_master_change(&request(&stage.approver), change).await.unwrap();
    assert_eq!(signs(TODAY.yesterday().unwrap()).await, Ok(shipped));
    assert_eq!(signs(TODAY).await, Ok("見本県知事".to_owned()));
    assert_eq!(signs(later).await, Ok("新見本県知事".to_owned()));

    let second = stage.examined().await;
    stage.acts.approve(&request(&stage.approver), second, None).await.unwrap();
    assert_eq!(letters(&test).await.len(), 2);
    assert_eq!(stage.acts.artifact(kept).await.unwrap(), before, "what was issued stays as it was issued");
    let names = stage.acts.masters().await.unwrap().own_authority().names;
    assert!(names.ends_with(&["見本県".to_owned(), "新見本県".to_owned()]), "{names:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_is_issued_in_nobodys_name(test: PgPool) {
    let stage = Stage::set(&test).await;
    let case = stage.examined().await;
    let mut ended = stage.acts.masters().await.unwrap().row("authorities", "issuer", TODAY).unwrap();
    ended.valid_to = TODAY.yesterday().ok();
    stage.acts.adopt_master_rows(&request(&stage.approver), vec![ended]).await.unwrap();
    let refused = stage.acts.approve(&request(&stage.approver), case, None).await.map(drop);
    assert!(matches!(refused, Err(ActError::Refused(Refusal::NoAuthority(_)))), "{refused:?}");
    let stage_now = stage.acts.case(case, None).await.unwrap().application.stage();
    assert!(!stage_now.unwrap().is_decided(), "the decision waits until it can be put on paper");
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
