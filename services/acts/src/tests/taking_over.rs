//! A takeover: prepared by one, approved by another, every row in the ledger or with its reason, gone on with after a break, taken back as far
//! as nobody has touched it.

use casework::Refusal;
use casework::takeover::{TakeoverRefusal, Verdict};
use events::ids::TakeoverId;
use events::takeover::Verdicts;
use events::{Actor, Log, StaffRole};
use jiff::civil::date;
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, open, request, text};
use crate::seeding::{OldLedger, old_ledger};
use crate::{ActError, FileError, Go, PrepareInput, RowFilter, TakeoverError, TakeoverRow, Worked};

fn input() -> PrepareInput {
    let payer_number = events::vocabulary::PayerNumber::parse("52416013").unwrap();
    PrepareInput { sheet: None, header_line: None, columns: None, payer_number }
}

async fn ledger(stage: &Stage, rows: u32) -> OldLedger {
    old_ledger(&stage.acts.masters().await.unwrap(), rows, 7, TODAY).unwrap()
}

/// Works until nothing is left, with the read models following.
async fn work(test: &PgPool, stage: &Stage, id: TakeoverId) -> Worked {
    caught_up(test, stage).await;
    Box::pin(stage.acts.work_on_takeover(Some(id), TODAY, |_| Go::On)).await.unwrap()
}

async fn rows(stage: &Stage, id: TakeoverId, filter: RowFilter) -> Vec<TakeoverRow> {
    stage.acts.takeover_rows(id, filter, 0, 1_000).await.unwrap()
}

async fn checked(test: &PgPool, stage: &Stage, who: &Actor, bytes: Vec<u8>) -> TakeoverId {
    let (id, _) = stage.acts.receive_takeover(&request(who), bytes, text("見本の旧台帳")).await.unwrap();
    stage.acts.prepare_takeover(&request(who), id, input()).await.unwrap();
    assert_eq!(work(test, stage, id).await, Worked::Done(id));
    id
}

fn refused<T: std::fmt::Debug>(result: Result<T, TakeoverError>) -> Refusal {
    match result.unwrap_err() {
        TakeoverError::Act(ActError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn count(stage: &Stage, event_type: &str) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM es.events WHERE log = 1 AND event_type = $1")
        .bind(event_type)
        .fetch_one(stage.acts.pool())
        .await
        .unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_row_of_an_old_ledger_ends_in_a_record_or_a_reason_and_the_count_agrees(test: PgPool) {
    let stage = Stage::set(&test).await;
    let administrator = open(&stage.acts, StaffRole::Administrator, "00").await;
    let old = ledger(&stage, 100).await;
    let id = checked(&test, &stage, &administrator, old.bytes).await;
    let file = stage.acts.takeover(id).await.unwrap();
    let all = rows(&stage, id, RowFilter::default()).await;
    let told: Vec<String> = all
        .iter()
        .filter(|row| row.verdict != Verdict::Right)
        .map(|row| format!("{:?} {:?}", row.verdict, row.judged.as_ref().map(|one| (one.line, &one.remarks))))
        .collect();
    assert_eq!(file.verdicts(), Some(old.expected), "{}", told.join("\n"));
    for row in &all {
        let judged = row.judged.as_ref().unwrap();
        let explained = row.verdict == Verdict::Right || !judged.remarks.is_empty();
        assert!(explained && judged.record.is_some() == matches!(row.verdict, Verdict::Right | Verdict::Warned), "{judged:?}");
    }
    assert_eq!(count(&stage, "award.granted").await, 0, "judged only");

    let seen = old.expected;
    assert_eq!(
        refused(stage.acts.approve_takeover(&request(&administrator), id, seen).await),
        TakeoverRefusal::WrongDecider.into()
    );
    stage.acts.approve_takeover(&request(&stage.approver), id, seen).await.unwrap();
    assert_eq!(work(&test, &stage, id).await, Worked::Done(id));
    let file = stage.acts.takeover(id).await.unwrap();
    assert_eq!(file.carried_out.map(|(_, taken, late)| (taken, late)), Some((seen.takeable(), 0)));
    let awards = i64::from(seen.takeable());
    for event_type in ["application.taken_over", "award.granted", "certificate.issued"] {
        assert_eq!(count(&stage, event_type).await, awards, "{event_type}");
    }
    let children = count(&stage, "recipient.registered").await;
    assert!(children == i64::from(old.children) || children <= awards, "{children} of {}", old.children);

    // What was decided stands as it was decided, and says so.
    caught_up(&test, &stage).await;
    let one = &rows(&stage, id, RowFilter { verdict: Some(Verdict::Right), outcome: Some("taken") }).await[0];
    let record = one.judged.as_ref().unwrap().record.clone().unwrap();
    let case = stage.acts.case(one.application.unwrap(), None).await.unwrap();
    assert_eq!(case.application.takeover(), Some(id));
    let decided = case.decided.unwrap().open().unwrap().to_string();
    assert!(decided.contains("算定し直していません"), "{decided}");
    let starting = stage.acts.starting(one.award.unwrap()).await.unwrap();
    assert_eq!(starting.standing.validity, record.validity);
    assert_eq!(starting.standing.right.monthly_cap, record.monthly_cap);
    let form = stage.acts.prefilled(one.award.unwrap(), events::vocabulary::ProcedureKind::Renewal, TODAY).await.unwrap();
    assert_eq!(form.child.name, record.name, "a renewal begins with what the old ledger said");
    let person = stage.acts.person(one.recipient.unwrap()).await.unwrap();
    assert_eq!((person.name, person.birth_date), (record.name, record.birth_date));

    // The same ledger once more: nobody comes in twice.
    let again = checked(&test, &stage, &administrator, ledger(&stage, 100).await.bytes).await;
    assert_eq!(stage.acts.takeover(again).await.unwrap().verdicts().unwrap().takeable(), 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_sins_of_an_old_workbook_end_as_in_a_new_one(test: PgPool) {
    let stage = Stage::set(&test).await;
    let administrator = open(&stage.acts, StaffRole::Administrator, "00").await;
    let (old, new) =
        (include_bytes!("../../samples/old_ledger.xls").to_vec(), include_bytes!("../../samples/old_ledger.xlsx").to_vec());
    let mut judged = Vec::new();
    for bytes in [old, new] {
        let id = checked(&test, &stage, &administrator, bytes).await;
        let rows = rows(&stage, id, RowFilter::default()).await;
        let told: Vec<_> = rows.iter().map(|row| (row.verdict, row.judged.as_ref().map(|one| &one.remarks))).collect();
        let expected = Verdicts { right: 8, warned: 3, refused: 5, skipped: 5 };
        assert_eq!(stage.acts.takeover(id).await.unwrap().verdicts(), Some(expected), "{told:?}");
        judged.push(rows.into_iter().map(|row| (row.verdict, row.judged)).collect::<Vec<_>>());
    }
    assert_eq!(judged[0], judged[1]);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_break_leaves_neither_a_gap_nor_a_double_and_untouched_rights_go_back(test: PgPool) {
    let stage = Stage::set(&test).await;
    let administrator = open(&stage.acts, StaffRole::Administrator, "00").await;
    let id = checked(&test, &stage, &administrator, ledger(&stage, 250).await.bytes).await;
    let seen = stage.acts.takeover(id).await.unwrap().verdicts().unwrap();
    stage.acts.approve_takeover(&request(&stage.approver), id, seen).await.unwrap();
    caught_up(&test, &stage).await;
    let stopped = Box::pin(stage.acts.work_on_takeover(Some(id), TODAY, |_| Go::Stop)).await.unwrap();
    assert_eq!(stopped, Worked::Left(id));
    let some = count(&stage, "award.granted").await;
    assert!(some > 0 && some < i64::from(seen.takeable()), "{some} of {}", seen.takeable());
    stage.acts.stop_takeover(id).await.unwrap();
    assert_eq!(work(&test, &stage, id).await, Worked::Nothing, "stopped stays stopped");
    // As if the page had been appended and nobody had come to say so.
    sqlx::query("UPDATE desk.takeover_rows SET outcome = NULL, application_id = NULL, recipient_id = NULL, award_id = NULL WHERE takeover_id = $1")
        .bind(id.0)
        .execute(stage.acts.pool())
        .await
        .unwrap();
    stage.acts.resume_takeover(id).await.unwrap();
    assert_eq!(work(&test, &stage, id).await, Worked::Done(id));
    assert_eq!(count(&stage, "award.granted").await, i64::from(seen.takeable()));

    // Nobody gets a number that the old ledger gave.
    let case = stage.examined().await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    assert!(approval.recipient_number.serial() > 1_250, "{}", approval.recipient_number);

    caught_up(&test, &stage).await;
    let taken = rows(&stage, id, RowFilter { verdict: Some(Verdict::Right), outcome: Some("taken") }).await;
    let touched = taken[0].award.unwrap();
    let wish = crate::RedressWish::Revoke { ground: events::award::RevocationGround::NotNeeded, from: date(2026, 1, 1) };
    let input = crate::RedressInput { wish, months: Vec::new(), why: text("見本") };
    stage.acts.propose_redress(&request(&stage.checker), touched, input).await.unwrap();
    stage.acts.reverse_takeover(&request(&stage.second_approver), id, text("別の台帳でした")).await.unwrap();
    assert_eq!(work(&test, &stage, id).await, Worked::Done(id));
    let file = stage.acts.takeover(id).await.unwrap();
    let (_, back, kept) = file.reversed.unwrap();
    let stayed = rows(&stage, id, RowFilter { verdict: None, outcome: Some("kept") }).await;
    assert!(stayed.iter().any(|row| row.award == Some(touched)) && stayed.len() <= 2, "{stayed:?}");
    assert_eq!((back + kept, i64::from(back)), (seen.takeable(), count(&stage, "award.taken_back").await));
    caught_up(&test, &stage).await;
    let counting: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM read.ledger_awards WHERE upper_inf(known) AND ended IS DISTINCT FROM 'annulled'",
    )
    .fetch_one(stage.acts.pool())
    .await
    .unwrap();
    assert_eq!(counting, i64::from(kept) + 1, "what was kept, and the award of this ledger");

    // What went back may come in again.
    let again = checked(&test, &stage, &administrator, ledger(&stage, 250).await.bytes).await;
    assert_eq!(stage.acts.takeover(again).await.unwrap().verdicts().unwrap().takeable(), back);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_no_ledger_is_refused_and_nothing_is_kept(test: PgPool) {
    let stage = Stage::set(&test).await;
    let administrator = open(&stage.acts, StaffRole::Administrator, "00").await;
    let before = store::head(stage.acts.pool(), Log::Casework).await.unwrap().position;
    let whole = ledger(&stage, 30).await.bytes;
    let bomb = {
        use std::io::Write as _;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for part in 0..6 {
            zip.start_file(format!("xl/{part}.xml"), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![b' '; 50 * 1024 * 1024]).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    assert!(bomb.len() < 2 * 1024 * 1024, "{}", bomb.len());
    let cases = [
        (Vec::new(), FileError::Empty),
        (whole[..whole.len() / 2].to_vec(), FileError::Broken),
        ([&[0xd0, 0xcf, 0x11, 0xe0][..], &[7; 600]].concat(), FileError::Broken),
        (bomb, FileError::Bomb),
        (vec![b'a'; 33 * 1024 * 1024], FileError::TooLarge),
        (["氏名\n".as_bytes(), &encoding_rs::SHIFT_JIS.encode("見本 花子\n").0].concat(), FileError::Mixed(2)),
    ];
    for (bytes, expected) in cases {
        let error = stage.acts.receive_takeover(&request(&administrator), bytes, text("見本")).await.unwrap_err();
        assert!(matches!(&error, TakeoverError::File(found) if *found == expected), "{error:?} instead of {expected:?}");
    }
    let other = stage.acts.receive_takeover(&request(&stage.counter), whole.clone(), text("見本")).await;
    assert_eq!(refused(other), TakeoverRefusal::WrongPreparer.into());
    assert_eq!(store::head(stage.acts.pool(), Log::Casework).await.unwrap().position, before);
    assert!(stage.acts.takeovers(10).await.unwrap().is_empty());

    let (id, _) = stage.acts.receive_takeover(&request(&administrator), whole, text("見本")).await.unwrap();
    let wrong = PrepareInput { sheet: Some("表紙".to_owned()), ..input() };
    let error = stage.acts.prepare_takeover(&request(&administrator), id, wrong).await.unwrap_err();
    assert!(matches!(error, TakeoverError::File(FileError::NoHeadings)), "{error:?}");
    let none = PrepareInput { sheet: Some("ない".to_owned()), ..input() };
    let error = stage.acts.prepare_takeover(&request(&administrator), id, none).await.unwrap_err();
    assert!(matches!(error, TakeoverError::File(FileError::NoSheet(_))), "{error:?}");
    assert_eq!(work(&test, &stage, id).await, Worked::Nothing);
}
