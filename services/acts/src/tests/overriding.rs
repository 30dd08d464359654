//! What the rules propose is set otherwise: within the law, confirmed by name by somebody else, never silently when the proposal changes.

use casework::Refusal;
use casework::application::commands::AmendmentBasis;
use casework::application::{OverrideRefusal, Stage as State};
use casework::procedures::facts_of_case;
use casework::rules::by_hand::Proposal;
use casework::rules::{Determination, determine};
use events::application::CorrectionItem;
use events::ids::ApplicationId;
use events::nightly::TaskKind;
use events::vocabulary::{OverriddenItem, OverriddenValue, OverrideGround, Tier};
use jiff::ToSpan as _;
use jiff::civil::Date;
use projections::tasks::{self, State as TaskState, TaskFilter};
use projections::worklist::{self, Flag};
use sqlx::PgPool;

use super::nights::caught_up;
use super::stage::{Stage, TODAY, request, text};
use crate::{ActError, Acts, AmendInput, Chosen, OverrideInput, Request, ReturnInput};

fn input(chosen: OverriddenValue) -> OverrideInput {
    OverrideInput {
        chosen,
        ground: OverrideGround::OfficeError,
        why: text("窓口の案内が誤っていたため。"),
        stands_on: text("窓口の記録"),
    }
}

async fn proposal(stage: &Stage, case: ApplicationId, item: OverriddenItem) -> Proposal {
    let masters = stage.acts.masters().await.unwrap();
    let case = stage.acts.case(case, None).await.unwrap();
    Acts::proposal_with(&case, item, &masters).unwrap().expect("a proposal")
}

/// Under check, with the earliest start that the law allows.
async fn overridden(stage: &Stage) -> (ApplicationId, Date) {
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    let earliest = proposal(stage, case, OverriddenItem::Start).await.bounds.earliest.expect("a bound");
    stage.acts.override_value(&request(&stage.checker), case, input(OverriddenValue::Start(earliest))).await.unwrap();
    (case, earliest)
}

fn refused_with<T: std::fmt::Debug>(outcome: &Result<T, ActError>, why: &OverrideRefusal) {
    assert!(matches!(outcome, Err(ActError::Refused(Refusal::Override(refusal))) if refusal == why), "{outcome:?}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_start_by_hand_is_granted_when_another_confirms_it_and_is_run_again_to_the_same(test: PgPool) {
    let stage = Stage::set(&test).await;
    let acts = &stage.acts;
    let case = stage.receive().await.application;
    stage.take_up(case).await;
    let proposed = proposal(&stage, case, OverriddenItem::Start).await;
    let earliest = proposed.bounds.earliest.unwrap();
    let setting = request(&stage.checker);
    let done = acts.override_value(&setting, case, input(OverriddenValue::Start(earliest))).await.unwrap();
    let again = acts.override_value(&setting, case, input(OverriddenValue::Start(earliest))).await.unwrap();
    assert_eq!((done.position, again.again), (again.position, true), "a double click sets it once");
    let standing = acts.case(case, None).await.unwrap().overridden;
    assert_eq!(standing.get(&OverriddenItem::Start).map(|one| one.told.proposed), Some(proposed.value));
    acts.examine(&request(&stage.checker), case).await.unwrap();

    let unconfirmed = OverrideRefusal::Unconfirmed(vec!["開始日"]);
    refused_with(&acts.approve(&request(&stage.approver), case, None).await, &unconfirmed);
    let other = acts.approve_confirming(&request(&stage.approver), case, None, &[OverriddenItem::End]).await;
    refused_with(&other, &unconfirmed);
    let seen = acts.case(case, None).await.unwrap();
    let digest = seen.application.conclusion().unwrap().digest.clone();
    let chosen = Chosen { application: case, seen_version: seen.version, digest };
    let in_a_list = acts.decide_each(&request(&stage.approver), &[chosen]).await.remove(0).1;
    refused_with(&in_a_list, &unconfirmed);

    let deciding = request(&stage.approver);
    acts.approve_confirming(&deciding, case, None, &[OverriddenItem::Start]).await.unwrap();
    acts.approve_confirming(&deciding, case, None, &[OverriddenItem::Start]).await.unwrap();
    let decided = acts.case(case, None).await.unwrap();
    assert_eq!(decided.application.stage(), Some(State::Approved));
    assert_eq!(decided.concluded.as_ref().map(|one| one.validity.start()), Some(earliest));

    let stored: Determination = serde_json::from_value(decided.decided.unwrap().open().unwrap().clone()).unwrap();
    let masters = acts.masters().await.unwrap().known_up_to(stored.rule_set.masters_position);
    let facts = facts_of_case(decided.form.open().unwrap(), &decided.application, decided.sharing.clone(), &masters).unwrap();
    assert_eq!(determine(&facts, &masters, &stored.rule_set).digest, stored.digest);
    let without = casework::rules::Facts { overrides: casework::rules::by_hand::Overrides::default(), ..facts };
    assert_ne!(determine(&without, &masters, &stored.rule_set).digest, stored.digest, "it is one of the inputs");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_leaves_the_law_and_nothing_is_set_on_another_version(test: PgPool) {
    let stage = Stage::set(&test).await;
    let acts = &stage.acts;
    let (case, earliest) = overridden(&stage).await;
    let set = async |chosen| acts.override_value(&request(&stage.checker), case, input(chosen)).await;
    refused_with(&set(OverriddenValue::Start(earliest - 1.day())).await, &OverrideRefusal::Before(earliest));
    let latest = proposal(&stage, case, OverriddenItem::End).await.bounds.latest.unwrap();
    refused_with(&set(OverriddenValue::End(latest + 1.day())).await, &OverrideRefusal::After(latest));
    refused_with(&set(OverriddenValue::End(earliest - 1.day())).await, &OverrideRefusal::Before(earliest));
    let OverriddenValue::Tier(tier) = proposal(&stage, case, OverriddenItem::Tier).await.value else { panic!("a tier") };
    refused_with(&set(OverriddenValue::Tier(tier)).await, &OverrideRefusal::Same);
    let stale = Request { seen_version: Some(1), ..request(&stage.checker) };
    let stale = acts.override_value(&stale, case, input(OverriddenValue::End(latest))).await;
    assert!(matches!(stale, Err(ActError::Stale { .. })), "{stale:?}");
    let approver = acts.override_value(&request(&stage.approver), case, input(OverriddenValue::End(latest))).await;
    assert!(matches!(approver, Err(ActError::Refused(Refusal::WrongRole { .. }))), "{approver:?}");

    let before = acts.determination(&acts.case(case, None).await.unwrap()).await.unwrap();
    let other = if tier == Tier::III { Tier::II } else { Tier::III };
    set(OverriddenValue::Tier(other)).await.unwrap();
    let found = acts.determination(&acts.case(case, None).await.unwrap()).await.unwrap();
    assert_eq!((found.tier, found.start), (Some(other), Some(earliest)));
    assert_ne!(found.monthly_cap, before.monthly_cap, "the cap is the one of the table");
    let back = (OverriddenItem::Tier, text("要らない。"));
    acts.withdraw_override(&request(&stage.checker), case, back.clone()).await.unwrap();
    refused_with(&acts.withdraw_override(&request(&stage.checker), case, back).await, &OverrideRefusal::NotStanding);
    let found = acts.determination(&acts.case(case, None).await.unwrap()).await.unwrap();
    assert_eq!((found.tier, found.monthly_cap), (Some(tier), before.monthly_cap));
}

/// The diagnosis was another day: what the rules propose changes.
async fn amended(stage: &Stage, case: ApplicationId) {
    let acts = &stage.acts;
    let items = vec![CorrectionItem { about: "insurance".to_owned(), phrase: "correction.insurance_mismatch".to_owned() }];
    let back = ReturnInput { items, due_on: TODAY + 14.days(), note: text("診断年月日を確かめてください。") };
    acts.return_for_correction(&request(&stage.checker), case, back).await.unwrap();
    let mut form = stage.form().await;
    for opinion in &mut form.opinions {
        (opinion.diagnosis_date, opinion.written_on) = (TODAY - 1.day(), Some(TODAY));
    }
    let amend = AmendInput {
        application_date: TODAY,
        arrival: None,
        basis: AmendmentBasis::IN_ANSWER,
        form,
        why: text("診断年月日の転記を直した。"),
        child_my_number: None,
        applicant_my_number: None,
    };
    acts.amend(&request(&stage.counter), case, amend).await.unwrap();
    acts.resubmit(&request(&stage.counter), case).await.unwrap();
    acts.take_up(&request(&stage.checker), case).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn another_proposal_ends_it_and_the_night_says_so(test: PgPool) {
    let stage = Stage::set(&test).await;
    let acts = &stage.acts;
    let (case, earliest) = overridden(&stage).await;
    caught_up(&test, &stage).await;
    let flags = worklist::row(acts.pool(), case, None).await.unwrap().unwrap().flags;
    assert!(flags.contains(&Flag::StartByHand), "{flags:?}");
    let quiet = acts.run_night(TODAY).await.unwrap().unwrap();
    assert_eq!(quiet.standing.get("override_lapsed"), None, "it counts");

    amended(&stage, case).await;
    let found = acts.determination(&acts.case(case, None).await.unwrap()).await.unwrap();
    assert_eq!(found.start, Some(TODAY - 1.day()), "the proposal counts again");
    let examined = acts.examine(&request(&stage.checker), case).await;
    let why = |outcome: &Result<_, ActError>| match outcome {
        Err(ActError::Refused(refusal)) => refusal.to_string(),
        _ => String::new(),
    };
    assert!(why(&examined).contains("効力を失いました"), "{examined:?}");
    caught_up(&test, &stage).await;
    acts.run_night(TODAY + 1.day()).await.unwrap().unwrap();
    caught_up(&test, &stage).await;
    let all = tasks::page(acts.pool(), TaskFilter::default(), None, 50).await.unwrap();
    let task = all.into_iter().find(|row| row.finding.kind == TaskKind::OverrideLapsed).expect("a task");
    assert_eq!(task.finding.about, case.0);

    // Set anew against the proposal of now, it counts again.
    acts.override_value(&request(&stage.checker), case, input(OverriddenValue::Start(earliest))).await.unwrap();
    caught_up(&test, &stage).await;
    acts.run_night(TODAY + 2.days()).await.unwrap().unwrap();
    caught_up(&test, &stage).await;
    assert_eq!(tasks::task(acts.pool(), task.task).await.unwrap().unwrap().state, TaskState::Settled);
    acts.examine(&request(&stage.checker), case).await.unwrap();
    assert_eq!(acts.case(case, None).await.unwrap().application.conclusion().map(|one| one.validity.start()), Some(earliest));
}
