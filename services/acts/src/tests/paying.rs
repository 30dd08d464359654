//! The payments side: what an organisation is told adds up to the ledger, nothing is told twice or lost; claims are judged and come in once;
//! months of the cap sheet.

use casework::Refusal;
use casework::cap_sheet::CapSheetRefusal;
use casework::claim_import::ClaimImportRefusal;
use casework::recipient_file::{RecipientFileRefusal, Stage as State};
use events::application::InsuranceDetails;
use events::award::RevocationGround;
use events::cap_sheet::MonthEntered;
use events::claim_import::{Care, ClaimRow, Fault};
use events::designation::Holder;
use events::ids::RecipientFileId;
use events::master::{MasterStatus, RowAdopted};
use events::nightly::{Outcome, TaskKind};
use events::notice::{Filer, NoticeContent, ParticularsChange};
use events::recipient_file::{ItemKind, Rejected, ReviewBody};
use events::vocabulary::{InstitutionCode, InsuranceKind, ShortText, ValidityPeriod, Yen};
use jiff::civil::{Date, date};
use projections::ledger::{self, AsOf};
use projections::tasks::{self, TaskFilter};
use projections::{claims, recipient_files};
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, Approval, ClaimFile, DesignationInput, ReceiveNoticeInput, RedressInput, RedressWish, Request, TaskInput};

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
    // The families of the stage are insured by an employer, whose claims the fund reviews.
    let body = ReviewBody::Fund;
    let withdrawn = prepared(&test, &stage, body).await.unwrap();
    let open = prepared(&test, &stage, body).await;
    assert_eq!(refusal(open), RecipientFileRefusal::Open("支払基金").into());
    let take =
        async |request: &Request, id| stage.acts.take_recipient_file(request, id, "recipient_file_take", text("提出する")).await;
    let locked = take(&request(&stage.checker), withdrawn).await;
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
    let taking = request(&stage.checker);
    let written = take(&taking, file).await.unwrap();
    assert_eq!(refusal(take(&taking, file).await), Refusal::TakenOutAlready, "nothing leaves twice on one record");
    assert_eq!(take(&request(&stage.checker), file).await.unwrap(), written, "the same bytes each time");
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
    let other = prepared(&test, &stage, ReviewBody::Federation).await.unwrap();
    assert!(kinds(&stage, other).await.is_empty(), "each organisation is told of its own");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_changes_insurance_leaves_one_organisation_and_enters_the_other(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (granted, other) = (awarded(&stage, 1).await, awarded(&stage, 2).await);
    let fund = prepared(&test, &stage, ReviewBody::Fund).await.unwrap();
    assert_eq!(kinds(&stage, fund).await, [(ItemKind::New, false); 2]);
    delivered(&stage, fund).await;
    let known = stage.acts.known(granted.recipient, granted.award, TODAY).await.unwrap();
    let right = ledger::of_awards(stage.acts.pool(), &[granted.award], AsOf::default()).await.unwrap().remove(0);
    let validity = right.validity;
    let on = TODAY;
    assert!(validity.start() < on, "the right began under the earlier insurance");
    let insurance = InsuranceDetails { kind: InsuranceKind::National, ..known.person.insurance };
    let content =
        NoticeContent::Particulars(Box::new(ParticularsChange { insurance: Some(insurance), ..ParticularsChange::default() }));
    let input = ReceiveNoticeInput {
        recipient: granted.recipient,
        award: granted.award,
        filed_on: TODAY,
        happened_on: on,
        receiving_office: stage.counter.office.unwrap(),
        filer: Filer::Guardian,
        content,
    };
    let notice = stage.acts.receive_notice(&request(&stage.counter), input).await.unwrap().notice;
    stage.acts.settle_notice(&request(&stage.checker), notice).await.unwrap();

    let left = prepared(&test, &stage, ReviewBody::Fund).await.unwrap();
    let entered = prepared(&test, &stage, ReviewBody::Federation).await.unwrap();
    let lines = async |id| stage.acts.recipient_file(id).await.unwrap().prepared;
    let (left, entered) = (lines(left).await, lines(entered).await);
    assert_eq!(entered.items.iter().map(|item| (item.award, item.kind)).collect::<Vec<_>>(), [(granted.award, ItemKind::New)]);
    assert_eq!(entered.items[0].entry.validity, ValidityPeriod::new(on.max(validity.start()), validity.end()).unwrap());
    assert_eq!(left.items.iter().map(|item| (item.award, item.kind)).collect::<Vec<_>>(), [(granted.award, ItemKind::Lost)]);
    assert!(left.undecided.is_empty() && entered.undecided.is_empty());

    // Where the masters say nothing of a kind any more, nobody is left out silently: who was told goes on being told.
    let ended = RowAdopted {
        table: "review_bodies".to_owned(),
        key: "employee".to_owned(),
        valid_from: date(2015, 1, 1),
        valid_to: Some(date(2015, 1, 31)),
        status: MasterStatus::Unknown,
        source: "見本".to_owned(),
        values: serde_json::json!({ "label": "被用者保険", "body": "fund" }),
    };
    stage.acts.adopt_master_rows(&request(&stage.approver), vec![ended]).await.unwrap();
    let fund: Vec<RecipientFileId> = recipient_files::all(stage.acts.pool(), MONTH)
        .await
        .unwrap()
        .into_iter()
        .filter(|row| row.body == ReviewBody::Fund && row.stage == recipient_files::Stage::Waiting)
        .map(|row| row.file)
        .collect();
    stage.acts.withdraw_recipient_file(&request(&stage.checker), fund[0]).await.unwrap();
    let again = prepared(&test, &stage, ReviewBody::Fund).await;
    assert_eq!(refusal(again), RecipientFileRefusal::Nothing.into(), "what nobody can say changes nothing");
    caught_up(&test, &stage).await;
    let open = recipient_files::all(stage.acts.pool(), MONTH).await.unwrap();
    let open = open.iter().find(|row| row.body == ReviewBody::Federation).unwrap().file;
    stage.acts.withdraw_recipient_file(&request(&stage.checker), open).await.unwrap();
    let listed = prepared(&test, &stage, ReviewBody::Federation).await.unwrap();
    let mut listed: Vec<_> = lines(listed).await.undecided.iter().map(|one| one.award).collect();
    listed.sort_unstable();
    let mut both = vec![granted.award, other.award];
    both.sort_unstable();
    assert_eq!(listed, both);
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
    let known = async || claims::months(stage.acts.pool(), approval.recipient, month).await.unwrap();
    assert_eq!(known().await[0].total(), Yen::new(68_400).ok());

    // It was the wrong file: another person takes it back as a whole, and it may come in again, once.
    let take_back =
        async |request: &Request| stage.acts.take_back_claims(request, import, text("別の月のファイルだった。")).await;
    assert_eq!(refusal(take_back(&request(&stage.checker)).await), ClaimImportRefusal::TakenBackByApprovers.into());
    let own = events::Actor { id: stage.checker.id, ..stage.approver.clone() };
    assert_eq!(refusal(take_back(&request(&own)).await), ClaimImportRefusal::OwnImport.into());
    let stale = Request { seen_version: Some(7), ..request(&stage.approver) };
    assert!(matches!(take_back(&stale).await, Err(ActError::Stale { seen: 7, now: 1 })));
    let wish = request(&stage.approver);
    let done = take_back(&wish).await.unwrap();
    assert_eq!(take_back(&wish).await.unwrap().position, done.position, "sent twice, done once");
    assert_eq!(refusal(take_back(&request(&stage.approver)).await), ClaimImportRefusal::TakenBackBefore.into());
    caught_up(&test, &stage).await;
    assert!(known().await.is_empty(), "its rows count nowhere");
    let file = ClaimFile { text: "見本".to_owned(), ..other };
    let (again, _) = stage.acts.import_claims(&request(&stage.checker), &file).await.unwrap();
    caught_up(&test, &stage).await;
    assert!(again != import && known().await[0].total() == Yen::new(68_400).ok());
    let twice = stage.acts.import_claims(&request(&stage.checker), &file).await;
    assert!(matches!(twice, Err(ActError::AlreadyTaken(_))), "{twice:?}");

    // Rows with something wrong are one task, which the night finds once and somebody settles with a reason.
    stage.acts.run_night(TODAY).await.unwrap().unwrap();
    caught_up(&test, &stage).await;
    let found = tasks::page(stage.acts.pool(), TaskFilter::default(), None, 50).await.unwrap();
    let faults: Vec<_> = found.iter().filter(|row| row.finding.kind == TaskKind::ClaimFaults).collect();
    assert_eq!(faults.iter().map(|row| row.finding.about).collect::<Vec<_>>(), [again.0], "what was taken back waits for nobody");
    let input = TaskInput { night: TODAY, outcome: Outcome::Done, why: text("審査支払機関に連絡した。") };
    stage.acts.close_task(&request(&stage.checker), faults[0].task, input).await.unwrap();
    caught_up(&test, &stage).await;
    let tomorrow = TODAY.tomorrow().unwrap();
    assert_eq!(stage.acts.run_night(tomorrow).await.unwrap().unwrap().found, 0, "what was settled is not found again");

    let nothing = events::ids::ClaimImportId(uuid::Uuid::from_u128(5));
    let nothing = stage.acts.take_back_claims(&request(&stage.approver), nothing, text("見本")).await;
    assert!(matches!(nothing, Err(ActError::NotFound)));
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
