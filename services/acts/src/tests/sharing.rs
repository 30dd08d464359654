//! Households: who joins, what becomes of the caps, and the changes of award that follow.

use casework::Refusal;
use casework::household::HouseholdRefusal;
use events::household::{MemberLeft, OutsidePerson};
use events::ids::SubjectId;
use events::vocabulary::{Kana, PersonName, ShortText, ValidityPeriod, Yen};
use jiff::civil::{Date, date};
use sqlx::PgPool;

use super::stage::{Stage, TODAY, request};
use crate::{ActError, Approval, Awarded, Kin, OutsideInput, OutsideRow, RowVerdict, Shared};

const NEXT: Date = date(2026, 12, 1);

fn yen(amount: i64) -> Yen {
    Yen::new(amount).unwrap()
}

/// Another child of the same family, awarded.
async fn child(stage: &Stage, written: &str, levy: i64) -> Approval {
    let mut input = stage.input().await;
    input.form.child.name = PersonName::new(written, Kana::parse("ミホン").unwrap()).unwrap();
    for member in input.form.household.members.iter_mut().filter(|member| member.insured) {
        (member.taxed, member.income_levy) = (Some(true), Yen::new(levy).ok());
    }
    let case = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    stage.examine(case).await;
    stage.acts.approve(&request(&stage.approver), case, None).await.unwrap()
}

fn kin(approval: &Approval) -> Kin {
    Kin::Recipient(Awarded { recipient: approval.recipient, award: approval.award })
}

fn parent(cap: i64) -> OutsideInput {
    OutsideInput {
        person: OutsidePerson {
            name: PersonName::new("見本 太郎", Kana::parse("ミホン タロウ").unwrap()).unwrap(),
            birth_date: date(1985, 4, 1),
            number: ShortText::parse("見本7654321").unwrap(),
        },
        cap: yen(cap),
        validity: ValidityPeriod::new(date(2026, 1, 1), date(2027, 12, 31)).unwrap(),
    }
}

async fn shared(stage: &Stage, one: &Approval) -> Shared {
    let household = stage.acts.household_of(SubjectId(one.recipient.0)).await.unwrap().unwrap();
    let file = stage.acts.household(household).await.unwrap();
    stage.acts.shared(&file.household, TODAY).await.unwrap()
}

fn next_of(shared: &Shared, one: &Approval) -> Option<(Date, i64)> {
    let line = shared.lines.iter().find(|line| line.award == Some(one.award)).unwrap();
    line.next.map(|(from, cap)| (from, cap.amount()))
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn siblings_share_from_the_first_of_the_next_month_and_each_by_a_decision_of_its_own(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (elder, younger) = (child(&stage, "見本 一子", 100_000).await, child(&stage, "見本 二子", 50_000).await);
    let (household, _) = stage.acts.link_kin(&request(&stage.counter), kin(&elder), kin(&younger), true).await.unwrap();
    let before = shared(&stage, &elder).await;
    assert_eq!((next_of(&before, &elder), next_of(&before, &younger)), (Some((NEXT, 6660)), Some((NEXT, 3330))));
    assert!(before.steps.iter().any(|step| step.text.contains("10,000円、5,000円") || step.text.contains("5,000円、10,000円")));

    let opened = stage.acts.open_share_change(&request(&stage.counter), household, elder.award).await.unwrap();
    let again = stage.acts.open_share_change(&request(&stage.counter), household, elder.award).await;
    assert!(matches!(again, Err(ActError::AlreadyTaken(_))), "{again:?}");
    stage.examine(opened.application).await;
    let mut own = stage.checker.clone();
    own.role = events::StaffRole::Approver;
    let own = stage.acts.approve(&request(&own), opened.application, None).await;
    assert!(matches!(own, Err(ActError::Refused(Refusal::OwnWork))), "four eyes: {own:?}");
    let changed = stage.acts.approve(&request(&stage.approver), opened.application, None).await.unwrap();

    let granted = stage.acts.starting(changed.award).await.unwrap();
    assert_eq!((granted.granted.conclusion.monthly_cap, granted.granted.conclusion.individual_cap()), (yen(6660), yen(10_000)));
    assert_eq!(granted.standing.validity.start(), NEXT);
    assert_eq!(changed.recipient_number, elder.recipient_number);
    assert!(matches!(changed.certificate, Some(crate::Issue::Issued { .. })), "{:?}", changed.certificate);
    let after = shared(&stage, &elder).await;
    assert_eq!((next_of(&after, &changed), next_of(&after, &younger)), (None, Some((NEXT, 3330))));

    let case = stage.acts.case(opened.application, None).await.unwrap();
    let found = stage.acts.determination(&case).await.unwrap();
    assert_eq!(found.monthly_cap, Some(yen(6660)), "run again it comes to the same, from what was known then");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn somebody_outside_counts_with_their_cap_and_the_same_again_is_no_news(test: PgPool) {
    let stage = Stage::set(&test).await;
    let child = child(&stage, "見本 一子", 100_000).await;
    stage.acts.record_outside(&request(&stage.counter), kin(&child), parent(30_000)).await.unwrap();
    let now = shared(&stage, &child).await;
    assert_eq!(next_of(&now, &child), Some((NEXT, 7500)));
    let outside = now.lines.iter().find(|line| line.award.is_none()).unwrap();
    assert_eq!(outside.next.map(|(_, cap)| cap), Some(yen(22_500)), "what the other desk is told");
    let again = stage.acts.record_outside(&request(&stage.counter), kin(&child), parent(30_000)).await;
    assert!(matches!(again, Err(ActError::Refused(Refusal::NothingChanged))), "{again:?}");
    stage.acts.record_outside(&request(&stage.counter), kin(&child), parent(10_000)).await.unwrap();
    assert_eq!(next_of(&shared(&stage, &child).await, &child), Some((NEXT, 5000)));

    let household = stage.acts.household_of(SubjectId(child.recipient.0)).await.unwrap().unwrap();
    let left = MemberLeft { member: outside.member, last_day: TODAY };
    stage.acts.leave_household(&request(&stage.checker), household, left).await.unwrap();
    assert_eq!(next_of(&shared(&stage, &child).await, &child), None, "alone again, the own cap stays");

    let dump: Vec<String> = sqlx::query_scalar("SELECT payload::text FROM es.events WHERE event_type LIKE 'household.%'")
        .fetch_all(&test)
        .await
        .unwrap();
    assert!(dump.iter().all(|payload| !payload.contains("見本") && !payload.contains("1985")), "sealed under the own key");
    let keys: i64 = sqlx::query_scalar("SELECT count(*) FROM es.subject_keys WHERE subject_id = $1")
        .bind(outside.member.0)
        .fetch_one(&test)
        .await
        .unwrap();
    assert_eq!(keys, 1, "recorded twice, under one key");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_application_in_the_household_is_decided_with_its_share_at_once(test: PgPool) {
    let stage = Stage::set(&test).await;
    let elder = child(&stage, "見本 一子", 100_000).await;
    let case = stage.receive().await.application;
    stage.acts.link_kin(&request(&stage.counter), kin(&elder), Kin::Applicant(case), true).await.unwrap();
    stage.examine(case).await;
    let newcomer = stage.acts.approve(&request(&stage.approver), case, None).await.unwrap();
    let conclusion = stage.acts.starting(newcomer.award).await.unwrap().granted.conclusion;
    let own = conclusion.individual_cap().amount();
    let highest = own.max(10_000);
    assert_eq!(conclusion.monthly_cap.amount(), highest * own / (own + 10_000) / 10 * 10);
    assert_eq!(next_of(&shared(&stage, &elder).await, &elder), Some((NEXT, highest * 10_000 / (own + 10_000) / 10 * 10)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn another_insurer_is_no_household_and_what_is_unknown_wants_a_look(test: PgPool) {
    let stage = Stage::set(&test).await;
    let elder = child(&stage, "見本 一子", 100_000).await;
    let mut input = stage.input().await;
    input.form.insurance.insured_name = None;
    input.form.insurance.symbol = None;
    let open = stage.acts.receive(&request(&stage.counter), input.clone()).await.unwrap().application;
    input.form.insurance.insurer_name = events::vocabulary::FreeText::parse("架空組合").ok();
    let other = stage.acts.receive(&request(&stage.counter), input).await.unwrap().application;
    let link =
        async |case, checked| stage.acts.link_kin(&request(&stage.counter), kin(&elder), Kin::Applicant(case), checked).await;
    let differs = link(other, true).await;
    assert!(matches!(&differs, Err(ActError::Refused(Refusal::Household(HouseholdRefusal::AnotherInsurance(_))))), "{differs:?}");
    let unknown = link(open, false).await;
    assert!(matches!(&unknown, Err(ActError::Refused(Refusal::Household(HouseholdRefusal::InsuranceUnknown(_))))), "{unknown:?}");
    assert!(link(open, true).await.is_ok());
    for somebody in [&stage.approver, &stage.board_clerk] {
        let refused = stage.acts.record_outside(&request(somebody), kin(&elder), parent(1000)).await;
        let role = matches!(refused, Err(ActError::Refused(Refusal::Household(HouseholdRefusal::WrongRole(_)))));
        assert!(role, "{:?}", somebody.role);
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn somebody_outside_is_erased_like_everybody_else_and_the_cap_stays(test: PgPool) {
    let stage = Stage::set(&test).await;
    let administrator = super::stage::open(&stage.acts, events::StaffRole::Administrator, "00").await;
    let child = child(&stage, "見本 一子", 100_000).await;
    let (household, _) = stage.acts.record_outside(&request(&stage.counter), kin(&child), parent(30_000)).await.unwrap();
    let member = shared(&stage, &child).await.lines.iter().find(|line| line.award.is_none()).unwrap().member;
    let records = casework::erasure::Records {
        person: member,
        subjects: vec![member],
        last_ended_on: Some(date(2027, 12, 31)),
        in_the_way: Vec::new(),
    };
    let over = |actor| crate::Request { today: date(2040, 4, 1), ..request(actor) };
    super::nights::caught_up(&test, &stage).await;
    stage.acts.propose_erasure(&over(&administrator), records.clone()).await.unwrap();
    super::nights::caught_up(&test, &stage).await;
    let directory = tempfile::tempdir().unwrap();
    let list = store::ErasedList::in_directory(directory.path());
    let erased = stage.acts.carry_out_erasure(&over(&stage.second_approver), records, &list).await.unwrap();
    assert_eq!(erased.destroyed.keys, 1);
    let file = stage.acts.household(household).await.unwrap();
    assert_eq!(file.people.get(&member), Some(&events::Personal::Erased));
    assert_eq!(next_of(&shared(&stage, &child).await, &child), Some((NEXT, 7500)), "what was decided on is still explained");
    let nobody = SubjectId(child.award.0);
    let unknown =
        casework::erasure::Records { person: nobody, subjects: vec![nobody], last_ended_on: Some(TODAY), in_the_way: Vec::new() };
    let refused = stage.acts.propose_erasure(&over(&administrator), unknown).await;
    assert!(matches!(refused, Err(ActError::NotFound)), "{refused:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_file_of_people_outside_is_recorded_in_one_act_or_not_at_all(test: PgPool) {
    let stage = Stage::set(&test).await;
    let (one, other) = (child(&stage, "見本 一子", 100_000).await, child(&stage, "見本 二子", 50_000).await);
    let numbered = |number: &str, cap| {
        let mut input = parent(cap);
        input.person.number = ShortText::parse(number).unwrap();
        input
    };
    let row = |child: &Approval, number: &str, cap| OutsideRow { child: kin(child), input: numbered(number, cap) };
    let count = async || -> i64 { sqlx::query_scalar("SELECT count(*) FROM es.events").fetch_one(&test).await.unwrap() };
    let mut rows = vec![row(&one, "見本1", 10_000), row(&one, "見本2", 5_000), row(&other, "見本3", 2_500)];
    let before = count().await;
    let plan = stage.acts.plan_outside(&request(&stage.counter), &rows).await.unwrap();
    assert_eq!(plan, vec![Ok(RowVerdict::Added); 3]);

    let twice = [rows.clone(), vec![row(&other, "見本1", 10_000)]].concat();
    let plan = stage.acts.plan_outside(&request(&stage.counter), &twice).await.unwrap();
    assert_eq!(plan[3], Err(Refusal::from(HouseholdRefusal::TwiceInTheFile)));
    let refused = stage.acts.import_outside(&request(&stage.counter), &twice).await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::Household(HouseholdRefusal::TwiceInTheFile)))), "{refused:?}");
    let approver = stage.acts.import_outside(&request(&stage.approver), &rows).await;
    assert!(matches!(approver, Err(ActError::Refused(_))), "{approver:?}");
    assert_eq!(count().await, before, "a row that cannot be leaves nothing behind");

    let sending = request(&stage.counter);
    stage.acts.import_outside(&sending, &rows).await.unwrap();
    assert!(stage.acts.import_outside(&sending, &rows).await.unwrap().again);
    let commands: i64 =
        sqlx::query_scalar("SELECT count(DISTINCT command_id) FROM es.events WHERE event_type = 'household.member_recorded'")
            .fetch_one(&test)
            .await
            .unwrap();
    assert_eq!(commands, 1);
    let home = stage.acts.household_of(SubjectId(one.recipient.0)).await.unwrap().unwrap();
    assert_eq!(stage.acts.household(home).await.unwrap().household.members().count(), 3);

    rows[2].input.cap = yen(3_000);
    let plan = stage.acts.plan_outside(&request(&stage.counter), &rows).await.unwrap();
    assert_eq!(plan, [Ok(RowVerdict::Unchanged), Ok(RowVerdict::Unchanged), Ok(RowVerdict::Changed)]);
    let elsewhere = stage.acts.plan_outside(&request(&stage.counter), &[row(&other, "見本1", 10_000)]).await.unwrap();
    assert_eq!(elsewhere, [Err(Refusal::from(HouseholdRefusal::InAnotherHousehold))]);
    rows.pop();
    let nothing = stage.acts.import_outside(&request(&stage.counter), &rows).await;
    assert!(matches!(nothing, Err(ActError::Refused(Refusal::NothingChanged))), "{nothing:?}");
}
