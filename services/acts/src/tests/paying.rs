//! The payments side: what an organisation is told adds up to the ledger, nothing is told twice or lost; claims are judged and come in once;
//! months of the cap sheet.

use casework::Refusal;
use casework::cap_sheet::CapSheetRefusal;
use casework::claim_import::ClaimImportRefusal;
use casework::recipient_file::{RecipientFileRefusal, Stage as State};
use events::award::RevocationGround;
use events::cap_sheet::MonthEntered;
use events::claim_import::{Care, ClaimRow, Fault};
use events::designation::Holder;
use events::ids::RecipientFileId;
use events::recipient_file::{ItemKind, Rejected, ReviewBody};
use events::vocabulary::{InstitutionCode, ShortText, ValidityPeriod, Yen};
use jiff::civil::{Date, date};
use projections::claims;
use projections::ledger::{self, AsOf};
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, Approval, ClaimFile, DesignationInput, RedressInput, RedressWish, Request};

const MONTH: Date = date(2026, 11, 1);
const HOSPITAL: &str = "4110100015";

async fn awarded(stage: &Stage, nth: u32) -> Approval {
    let case = stage.examined_child(nth).await;
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ActError>) -> Refusal {
    match result.unwrap_err() {
        ActError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn prepared(test: &PgPool, stage: &Stage, body: ReviewBody) -> Result<RecipientFileId, ActError> {
    caught_up(test, stage).await;
    stage.acts.prepare_recipient_file(&request(&stage.checker), body, MONTH).await.map(|(id, _)| id)
}

async fn delivered(stage: &Stage, id: RecipientFileId) {
    stage.acts.release_recipient_file(&request(&stage.approver), id).await.unwrap();
    stage.acts.deliver_recipient_file(&request(&stage.checker), id).await.unwrap();
}

async fn kinds(stage: &Stage, id: RecipientFileId) -> Vec<(ItemKind, bool)> {
    let items = stage.acts.recipient_file(id).await.unwrap().prepared.items;
    items.iter().map(|item| (item.kind, item.again)).collect()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_change_of_an_award_is_in_one_delivered_file(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (first, second) = (awarded(&stage, 1).await, awarded(&stage, 2).await);
    let body = ReviewBody::Federation;
    let withdrawn = prepared(&test, &stage, body).await.unwrap();
    let open = prepared(&test, &stage, body).await;
    assert_eq!(refusal(open), RecipientFileRefusal::Open("国保連").into());
    let locked = stage.acts.written_recipient_file(withdrawn).await;
    assert_eq!(refusal(locked), RecipientFileRefusal::NotReleased.into(), "nothing leaves before the second person");
    stage.acts.withdraw_recipient_file(&request(&stage.checker), withdrawn).await.unwrap();

    let file = prepared(&test, &stage, body).await.unwrap();
    assert_eq!(kinds(&stage, file).await, [(ItemKind::New, false); 2], "what was withdrawn was never told");
    let case = stage.acts.recipient_file(file).await.unwrap();
    for item in &case.prepared.items {
        let source: String = sqlx::query_scalar("SELECT event_type FROM es.events WHERE event_id = $1")
            .bind(item.source.0)
            .fetch_one(&test)
            .await
            .unwrap();
        assert_eq!(source, "award.granted");
    }
    delivered(&stage, file).await;
    let written = stage.acts.written_recipient_file(file).await.unwrap();
    let (words, _, lossy) = encoding_rs::SHIFT_JIS.decode(&written.bytes);
    assert!(!lossy && words.lines().count() == 3 && words.starts_with("行番号,提出年月,"), "{words}");
    let nothing = prepared(&test, &stage, body).await;
    assert_eq!(refusal(nothing), RecipientFileRefusal::Nothing.into(), "the month has its file and nothing is new");

    let rejected = vec![Rejected { line: 2, code: "E01".to_owned() }];
    let import =
        async |accepted, rejected| stage.acts.import_recipient_result(&request(&stage.checker), file, accepted, rejected).await;
    assert_eq!(refusal(import(2, rejected.clone()).await), RecipientFileRefusal::OtherLines(2).into());
    import(1, rejected.clone()).await.unwrap();
    assert_eq!(refusal(import(1, rejected).await), RecipientFileRefusal::Answered.into());

    // The first award is taken back from a day on; of the second the organisation took nothing.
    let taken = case.prepared.items[0].award;
    let validity = case.prepared.items[0].entry.validity;
    let from = validity.start().checked_add(jiff::Span::new().days(40)).unwrap();
    let wish = RedressWish::Revoke { ground: RevocationGround::MovedAway, from };
    let input = RedressInput { wish, months: Vec::new(), why: text("転出していたため（見本）。") };
    let later = |actor| Request { today: from, ..request(actor) };
    stage.acts.propose_redress(&later(&stage.checker), taken, input).await.unwrap();
    stage.acts.decide_redress(&later(&stage.approver), taken).await.unwrap();
    let next = prepared(&test, &stage, body).await.unwrap();
    assert_eq!(kinds(&stage, next).await, [(ItemKind::Lost, false), (ItemKind::New, true)]);
    delivered(&stage, next).await;
    assert_eq!(refusal(prepared(&test, &stage, body).await), RecipientFileRefusal::Nothing.into());

    // Both files together say what the ledger says.
    let told = projections::recipient_files::told(stage.acts.pool(), body).await.unwrap();
    let now = ledger::of_awards(stage.acts.pool(), &[first.award, second.award], AsOf::default()).await.unwrap();
    for row in now {
        let told = told.iter().find(|told| told.item.award == row.award).unwrap();
        assert_eq!((told.item.entry.validity, told.item.entry.monthly_cap), (row.validity, row.monthly_cap));
    }
    let other = prepared(&test, &stage, ReviewBody::Fund).await.unwrap();
    assert_eq!(kinds(&stage, other).await.len(), 2, "each organisation is told by itself");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_double_click_makes_one_file_and_a_stale_page_none(test: PgPool) {
    let stage = Stage::set(&test).await;
    awarded(&stage, 1).await;
    caught_up(&test, &stage).await;
    let wish = request(&stage.checker);
    let (first, _) = stage.acts.prepare_recipient_file(&wish, ReviewBody::Fund, MONTH).await.unwrap();
    let (again, done) = stage.acts.prepare_recipient_file(&wish, ReviewBody::Fund, MONTH).await.unwrap();
    assert!(first == again && done.again);
    let stale = Request { seen_version: Some(9), ..request(&stage.approver) };
    assert!(matches!(stage.acts.release_recipient_file(&stale, first).await, Err(ActError::Stale { now: 1, .. })));
    let by_checker = stage.acts.release_recipient_file(&request(&stage.checker), first).await;
    assert_eq!(refusal(by_checker), RecipientFileRefusal::ReleasedByOthers.into());
    let early = stage.acts.import_recipient_result(&request(&stage.checker), first, 1, Vec::new()).await;
    assert_eq!(refusal(early), RecipientFileRefusal::NotDelivered.into());
    let ahead = stage.acts.prepare_recipient_file(&request(&stage.checker), ReviewBody::Federation, date(2026, 12, 1)).await;
    assert_eq!(refusal(ahead), RecipientFileRefusal::Ahead.into());
    assert_eq!(stage.acts.recipient_file(first).await.unwrap().file.stage(), State::Waiting);
}

fn row(line: u32, number: &str, month: Date) -> ClaimRow {
    let yen = |amount| Yen::new(amount).unwrap();
    ClaimRow {
        line,
        month,
        payer_number: "52416013".to_owned(),
        recipient_number: number.to_owned(),
        institution: HOSPITAL.to_owned(),
        care: Care::Outpatient,
        total: yen(68_400),
        paid: yen(8_000),
        share: yen(0),
        matched: None,
        faults: Vec::new(),
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn claims_are_judged_and_a_file_comes_in_once(test: PgPool) {
    let stage = Stage::set(&test).await;
    let approval = awarded(&stage, 1).await;
    let holder = Holder::Institution {
        code: InstitutionCode::parse(HOSPITAL).unwrap(),
        name: ShortText::parse("見本病院").unwrap(),
        address: ShortText::parse("佐賀市").unwrap(),
    };
    let validity = ValidityPeriod::new(date(2023, 4, 1), date(2029, 3, 31)).ok();
    let input = DesignationInput { holder, name: None, on: date(2023, 4, 1), validity };
    stage.acts.grant_designation(&request(&stage.checker), input).await.unwrap();
    caught_up(&test, &stage).await;
    let right = ledger::of_awards(stage.acts.pool(), &[approval.award], AsOf::default()).await.unwrap().remove(0);
    let (number, month) = (right.recipient_number.to_string(), TODAY.first_of_month());
    let payer = right.payer_number.to_string();
    let rows = vec![
        ClaimRow { payer_number: payer.clone(), ..row(2, &number, month) },
        ClaimRow { payer_number: payer, ..row(3, "1234566", month) },
    ];
    let file = ClaimFile { body: ReviewBody::Fund, claimed_in: month, rows, text: "見本".to_owned() };
    let plan = stage.acts.plan_claims(&file).await.unwrap();
    assert_eq!((plan[0].faults.as_slice(), plan[0].matched.map(|one| one.award)), ([].as_slice(), Some(approval.award)));
    assert_eq!(plan[1].faults, [Fault::UnknownNumber]);

    let by_counter = stage.acts.import_claims(&request(&stage.counter), &file).await;
    assert_eq!(refusal(by_counter), ClaimImportRefusal::ByCheckers.into());
    let ahead = ClaimFile { claimed_in: date(2026, 12, 1), ..file.clone() };
    assert_eq!(refusal(stage.acts.import_claims(&request(&stage.checker), &ahead).await), ClaimImportRefusal::Ahead.into());
    let wish = request(&stage.checker);
    let (import, _) = stage.acts.import_claims(&wish, &file).await.unwrap();
    assert_eq!(stage.acts.import_claims(&wish, &file).await.unwrap().0, import, "a double click");
    caught_up(&test, &stage).await;
    let twice = stage.acts.import_claims(&request(&stage.checker), &file).await;
    assert!(matches!(twice, Err(ActError::AlreadyTaken(why)) if why.contains("すでに取り込んで")), "{twice:?}");

    let other = ClaimFile { text: "別のファイル".to_owned(), ..file };
    assert_eq!(stage.acts.plan_claims(&other).await.unwrap()[0].faults, [Fault::Again]);
    let total = claims::months(stage.acts.pool(), approval.recipient, month).await.unwrap()[0].total();
    assert_eq!(total, Yen::new(68_400).ok());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_month_of_the_sheet_is_keyed_in_and_taken_back(test: PgPool) {
    let stage = Stage::set(&test).await;
    let recipient = awarded(&stage, 1).await.recipient;
    let month =
        |total: Option<i64>| MonthEntered { recipient, month: date(2026, 10, 1), total: total.map(|yen| Yen::new(yen).unwrap()) };
    let enter = async |entered| stage.acts.enter_cap_sheet_month(&request(&stage.counter), entered).await;
    enter(month(Some(60_000))).await.unwrap();
    assert_eq!(refusal(enter(month(Some(60_000))).await), CapSheetRefusal::Unchanged.into());
    let ahead = MonthEntered { month: date(2026, 12, 1), ..month(Some(1)) };
    assert_eq!(refusal(enter(ahead).await), CapSheetRefusal::Ahead.into());
    let nobody = MonthEntered { recipient: events::ids::RecipientId(uuid::Uuid::from_u128(5)), ..month(Some(1)) };
    assert!(matches!(enter(nobody).await, Err(ActError::NotFound)));
    caught_up(&test, &stage).await;
    let known = async || claims::months(stage.acts.pool(), recipient, date(2026, 1, 1)).await.unwrap();
    assert_eq!(known().await[0].total(), Yen::new(60_000).ok());
    enter(month(None)).await.unwrap();
    caught_up(&test, &stage).await;
    assert!(known().await.is_empty());
}
