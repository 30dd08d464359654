//! From one award to the next: renewed without a gap, changed within, never covered twice, whoever comes second.

use casework::Refusal;
use casework::application::commands::AmendmentBasis;
use events::application::Transfer;
use events::ids::{ApplicationId, AwardId};
use events::vocabulary::{ChangeGround, FreeText, ProcedureKind, ValidityPeriod, Yen};
use jiff::civil::{Date, date};
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, AmendInput, Approval, ReceiveInput, ReceiveNoticeInput};

/// An award of this ledger, and the stage it was granted on.
async fn awarded(test: &PgPool) -> (Stage, Approval) {
    let stage = Stage::set(test).await;
    let case = stage.examined().await;
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    (stage, approval)
}

async fn going_on(stage: &Stage, award: AwardId, kind: ProcedureKind, grounds: &[ChangeGround], on: Date) -> ReceiveInput {
    let mut form = stage.acts.prefilled(award, ProcedureKind::Change, on).await.unwrap();
    form.change_grounds = grounds.to_vec();
    ReceiveInput { kind, starting_from: Some(award), application_date: on, form, ..stage.input().await }
}

/// Received on that day, examined.
async fn examined(stage: &Stage, input: ReceiveInput) -> Result<ApplicationId, ActError> {
    let receiving = crate::Request { today: input.application_date, ..request(&stage.counter) };
    let case = stage.acts.receive(&receiving, input).await?.application;
    stage.examine(case).await;
    Ok(case)
}

async fn validity(stage: &Stage, award: AwardId) -> ValidityPeriod {
    stage.acts.starting(award).await.unwrap().standing.validity
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_renewal_follows_on_the_day_after_under_the_same_number(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let before = validity(&stage, first.award).await;
    let input = || going_on(&stage, first.award, ProcedureKind::Renewal, &[], TODAY);
    let case = examined(&stage, input().await).await.unwrap();
    let second_clerk = examined(&stage, input().await).await.unwrap();
    let renewed = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let after = validity(&stage, renewed.award).await;
    assert_eq!(after.start(), before.end().tomorrow().unwrap());
    assert_eq!(validity(&stage, first.award).await, before, "the one before runs to its day");
    assert_eq!((renewed.recipient, renewed.recipient_number), (first.recipient, first.recipient_number));
    let registered: i64 = sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'recipient.registered'")
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(registered, 1);

    let again = stage.acts.approve(&request(&stage.approver), second_clerk, None).await;
    assert!(matches!(again, Err(ActError::AlreadyTaken(why)) if why.contains("次の支給認定")), "{again:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_takes_over_on_the_first_and_keeps_the_end(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let before = validity(&stage, first.award).await;
    let on = before.start().last_of_month().tomorrow().unwrap();
    let mut input = going_on(&stage, first.award, ProcedureKind::Change, &[ChangeGround::Income], on).await;
    input.form.household.members[0].income_levy = Yen::new(300_000).ok();
    input.form.household.members[0].taxed = Some(true);
    let later = Stage { acts: stage.acts.clone(), ..stage };
    // An application that lies ahead is not received.
    let ahead = later.acts.receive(&crate::Request { today: TODAY, ..request(&later.counter) }, input.clone()).await;
    assert!(matches!(ahead, Err(ActError::Refused(Refusal::ApplicationInFuture))) || on <= TODAY);
    let case = examined(&later, input.clone()).await.unwrap();
    let second_clerk = examined(&later, input).await.unwrap();
    let changed = later.acts.approve(&request(&later.approver), case, None).await.unwrap();
    assert_eq!(validity(&later, changed.award).await, ValidityPeriod::new(on, before.end()).unwrap(), "filed on the 1st");
    assert_eq!(validity(&later, first.award).await, ValidityPeriod::new(before.start(), on.yesterday().unwrap()).unwrap());
    assert_eq!(changed.recipient_number, first.recipient_number);

    let again = later.acts.approve(&request(&later.approver), second_clerk, None).await;
    assert!(matches!(again, Err(ActError::Refused(Refusal::EarlierAwardChanged))), "{again:?}");
    let from_the_old = going_on(&later, first.award, ProcedureKind::Change, &[ChangeGround::Income], on).await;
    assert!(matches!(examined(&later, from_the_old).await, Err(ActError::Refused(Refusal::AwardReplaced))));
    // A renewal of what the change left follows on the same end.
    let renewal = examined(&later, going_on(&later, changed.award, ProcedureKind::Renewal, &[], on).await).await.unwrap();
    let renewed = later.acts.approve(&request(&later.approver), renewal, None).await.unwrap();
    assert_eq!(validity(&later, renewed.award).await.start(), before.end().tomorrow().unwrap());
}

/// Two renewals are filed for one award, and a change takes its place between their approvals: one of them follows all the same.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_between_two_renewals_lets_only_one_follow(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let renewal = || going_on(&stage, first.award, ProcedureKind::Renewal, &[], TODAY);
    let one = examined(&stage, renewal().await).await.unwrap();
    let other = examined(&stage, renewal().await).await.unwrap();
    let mut change = going_on(&stage, first.award, ProcedureKind::Change, &[ChangeGround::Income], TODAY).await;
    change.form.household.members[0].income_levy = Yen::new(300_000).ok();
    change.form.household.members[0].taxed = Some(true);
    let change = examined(&stage, change).await.unwrap();
    stage.acts.approve(&request(&stage.approver), one, None).await.unwrap();
    stage.acts.approve(&request(&stage.approver), change, None).await.unwrap();
    let second = stage.acts.approve(&request(&stage.approver), other, None).await;
    assert!(matches!(second, Err(ActError::AlreadyTaken(why)) if why.contains("次の支給認定")), "{second:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn late_is_new_for_the_same_recipient_and_never_covers_a_day_twice(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let before = validity(&stage, first.award).await;
    let on = before.end().saturating_add(jiff::Span::new().days(5));
    let input = going_on(&stage, first.award, ProcedureKind::Renewal, &[], on).await;
    let case = examined(&stage, input).await.unwrap();
    let loaded = stage.acts.case(case, None).await.unwrap();
    assert_eq!(loaded.application.kind(), Some(ProcedureKind::New));
    let anew = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    assert_eq!((anew.recipient, anew.recipient_number), (first.recipient, first.recipient_number));
    assert!(validity(&stage, anew.award).await.start() > before.end());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_cannot_be_taken_leaves_nothing_behind(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let before = validity(&stage, first.award).await;
    let count = async || -> i64 { sqlx::query_scalar("SELECT count(*) FROM es.events").fetch_one(&test).await.unwrap() };
    let events = count().await;
    let no_ground = going_on(&stage, first.award, ProcedureKind::Change, &[], TODAY).await;
    assert!(matches!(examined(&stage, no_ground).await, Err(ActError::Refused(Refusal::NoChangeGround))));
    let too_late =
        going_on(&stage, first.award, ProcedureKind::Change, &[ChangeGround::Income], before.end().tomorrow().unwrap());
    assert!(matches!(examined(&stage, too_late.await).await, Err(ActError::Refused(Refusal::ChangeOutsideTheAward(_)))));
    let unknown = AwardId(uuid::Uuid::from_u128(1));
    let nobody = ReceiveInput { starting_from: Some(unknown), kind: ProcedureKind::Renewal, ..stage.input().await };
    assert!(matches!(examined(&stage, nobody).await, Err(ActError::NotFound)));
    assert_eq!(count().await, events);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_family_that_moves_in_starts_here_by_its_other_certificate(test: PgPool) {
    let stage = Stage::set(&test).await;
    let mut input = ReceiveInput { kind: ProcedureKind::TransferIn, ..stage.input().await };
    assert!(matches!(examined(&stage, input.clone()).await, Err(ActError::Refused(Refusal::NoTransferDetails))));
    let validity_there = ValidityPeriod::new(date(TODAY.year() - 1, 10, 1), date(TODAY.year() + 1, 9, 30)).unwrap();
    input.form.transfer =
        Some(Transfer { authority: FreeText::parse("例題市").unwrap(), validity: validity_there, lost_on: None });
    let case = examined(&stage, input).await.unwrap();
    let loaded = stage.acts.case(case, None).await.unwrap();
    let items: Vec<&str> = loaded.application.checklist().iter().map(|line| line.item.0.as_str()).collect();
    assert!(!items.iter().any(|item| item.starts_with("medical_opinion")), "waived: {items:?}");
    let approval = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    assert!(validity(&stage, approval.award).await.start() >= TODAY);
}

/// The family's new name, settled while the renewal is on its way.
async fn renamed(stage: &Stage, first: &Approval, written: &str) {
    let kana = events::vocabulary::Kana::parse("レイダイ ハナ").unwrap();
    let name = Some(events::vocabulary::PersonName::new(written, kana).unwrap());
    let change = events::notice::ParticularsChange { name, ..events::notice::ParticularsChange::default() };
    let input = ReceiveNoticeInput {
        recipient: first.recipient,
        award: first.award,
        filed_on: TODAY,
        happened_on: TODAY,
        receiving_office: stage.counter.office.unwrap(),
        filer: events::notice::Filer::Guardian,
        content: events::notice::NoticeContent::Particulars(Box::new(change)),
    };
    let receipt = stage.acts.receive_notice(&request(&stage.counter), input).await.unwrap();
    stage.acts.settle_notice(&request(&stage.checker), receipt.notice).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_renewal_is_never_printed_with_a_name_of_the_past(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    let input = going_on(&stage, first.award, ProcedureKind::Renewal, &[], TODAY).await;
    let case = examined(&stage, input).await.unwrap();
    renamed(&stage, &first, "例題 花").await;
    let outdated = stage.acts.approve(&request(&stage.approver), case, None).await;
    let Err(ActError::Refused(Refusal::OutdatedParticulars(what))) = outdated else { panic!("{outdated:?}") };
    assert_eq!(what, "氏名");
    let certificates: i64 =
        sqlx::query_scalar("SELECT count(*) FROM es.events WHERE event_type = 'award.granted'").fetch_one(&test).await.unwrap();
    assert_eq!(certificates, 1, "nothing was decided");

    // Sent back, returned, mended and examined again, it goes through with the name of now.
    stage.acts.send_back(&request(&stage.approver), case, text("氏名が変わっています。")).await.unwrap();
    let early = stage.acts.examine(&request(&stage.checker), case).await;
    assert!(matches!(early, Err(ActError::Refused(Refusal::OutdatedParticulars(_)))), "{early:?}");
    let items =
        vec![events::application::CorrectionItem { about: "child".to_owned(), phrase: "correction.household".to_owned() }];
    let back = crate::ReturnInput { items, due_on: TODAY.tomorrow().unwrap(), note: text("氏名を直してください。") };
    stage.acts.return_for_correction(&request(&stage.checker), case, back).await.unwrap();
    let mut form = stage.acts.case(case, None).await.unwrap().form.open().unwrap().clone();
    form.child.name = stage.acts.person(first.recipient).await.unwrap().name;
    let amended = AmendInput {
        application_date: TODAY,
        arrival: None,
        basis: AmendmentBasis::IN_ANSWER,
        form,
        why: text("氏名が変わったため。"),
        child_my_number: None,
        applicant_my_number: None,
    };
    stage.acts.amend(&request(&stage.counter), case, amended).await.unwrap();
    stage.acts.resubmit(&request(&stage.counter), case).await.unwrap();
    stage.acts.take_up(&request(&stage.checker), case).await.unwrap();
    stage.acts.examine(&request(&stage.checker), case).await.unwrap();
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_next_form_begins_with_what_notices_have_changed(test: PgPool) {
    let (stage, first) = awarded(&test).await;
    renamed(&stage, &first, "例題 花").await;
    for kind in [ProcedureKind::Renewal, ProcedureKind::Change] {
        let form = stage.acts.prefilled(first.award, kind, TODAY).await.unwrap();
        assert_eq!(form.child.name.written(), "例題 花", "{kind:?}");
    }
}
