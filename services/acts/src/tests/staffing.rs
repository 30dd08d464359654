//! Accounts by two: what one proposes counts when another confirms, and one hand is never both.

use casework::Refusal;
use casework::account::AccountRefusal;
use events::vocabulary::OfficeCode;
use events::{Actor, StaffRole};
use sqlx::PgPool;

use super::stage::{Stage, open, request, text};
use crate::{ActError, GrantInput};

fn input(role: StaffRole) -> GrantInput {
    GrantInput { role, office: OfficeCode::parse("00").unwrap(), why: text("異動のため。") }
}

#[expect(clippy::needless_pass_by_value, reason = "a refusal is named where it is expected")]
#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T, ActError>, refusal: AccountRefusal) {
    match outcome {
        Err(ActError::Refused(Refusal::Account(told))) => assert_eq!(told, refusal),
        other => panic!("{other:?} instead of {refusal:?}"),
    }
}

async fn administrators(stage: &Stage) -> [Actor; 2] {
    [open(&stage.acts, StaffRole::Administrator, "00").await, open(&stage.acts, StaffRole::Administrator, "00").await]
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_account_is_there_once_two_agree(test: PgPool) {
    let stage = Stage::set(&test).await;
    let [one, other] = administrators(&stage).await;
    let proposal = request(&one);
    let (staff, done) = stage.acts.propose_account(&proposal, text("例題 新人"), input(StaffRole::Checker)).await.unwrap();
    let (same, again) = stage.acts.propose_account(&proposal, text("例題 新人"), input(StaffRole::Checker)).await.unwrap();
    assert_eq!((same, again.position, again.again), (staff, done.position, true), "the same command, the same account");
    assert!(matches!(stage.acts.account(staff).await, Err(ActError::NotFound)), "nobody can act as it");
    assert_eq!(stage.acts.grants_waiting().await.unwrap(), 1);
    refused(stage.acts.confirm_grant(&request(&one), staff).await, AccountRefusal::OwnProposal);
    refused(stage.acts.confirm_grant(&request(&stage.counter), staff).await, AccountRefusal::ConfirmedByOthers);
    let late = open(&stage.acts, StaffRole::Approver, "00").await;
    refused(stage.acts.confirm_grant(&request(&late), staff).await, AccountRefusal::CameLater);
    stage.acts.confirm_grant(&request(&other), staff).await.unwrap();
    let account = stage.acts.account(staff).await.unwrap();
    assert_eq!((account.role, account.may_sign_in()), (StaffRole::Checker, true));
    assert_eq!(account.name.open().map(ToString::to_string).as_deref(), Some("例題 新人"));
    assert!(account.actor().is_ok(), "its name goes into what it does");
    assert_eq!(stage.acts.grants_waiting().await.unwrap(), 0);
    let file = stage.acts.account_file(staff).await.unwrap();
    assert_eq!(file.history.iter().map(|entry| entry.by).collect::<Vec<_>>(), [one.id, other.id]);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_gave_a_password_is_no_second_person(test: PgPool) {
    let stage = Stage::set(&test).await;
    let [one, other] = administrators(&stage).await;
    stage.acts.give_password(&request(&one), other.id).await.unwrap();
    stage.acts.choose_password(&request(&other)).await.unwrap();
    let propose = async || stage.acts.propose_grant(&request(&one), stage.counter.id, input(StaffRole::Checker)).await;
    propose().await.unwrap();
    refused(stage.acts.confirm_grant(&request(&other), stage.counter.id).await, AccountRefusal::SameHands);
    stage.acts.confirm_grant(&request(&stage.approver), stage.counter.id).await.unwrap();
    assert_eq!(stage.acts.account(stage.counter.id).await.unwrap().role, StaffRole::Checker);
    refused(propose().await, AccountRefusal::NothingNew);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_somebody_proposed_who_is_gone_is_not_given(test: PgPool) {
    let stage = Stage::set(&test).await;
    let [one, other] = administrators(&stage).await;
    stage.acts.propose_grant(&request(&one), stage.counter.id, input(StaffRole::Checker)).await.unwrap();
    stage.acts.suspend_account(&request(&other), one.id, text("休職のため。")).await.unwrap();
    refused(stage.acts.confirm_grant(&request(&stage.approver), stage.counter.id).await, AccountRefusal::ProposerGone);
    // Nothing stays in the way: it is dropped, and proposed by somebody who is there.
    stage.acts.drop_grant(&request(&stage.approver), stage.counter.id, text("申し出た人が休職したため。")).await.unwrap();
    stage.acts.propose_grant(&request(&other), stage.counter.id, input(StaffRole::Checker)).await.unwrap();
    stage.acts.confirm_grant(&request(&stage.approver), stage.counter.id).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_two_who_end_one_another_one_stays(test: PgPool) {
    let stage = Stage::set(&test).await;
    let [one, other] = administrators(&stage).await;
    let end = |who: Actor, whom: Actor| {
        let acts = stage.acts.clone();
        async move { acts.end_account(&request(&who), whom.id, text("退職のため。")).await }
    };
    // Another process is at it: nobody here decides before it is done.
    let mut elsewhere = test.begin().await.unwrap();
    sqlx::query("SELECT pg_advisory_xact_lock(hashtext('acts.staffing'))").execute(&mut *elsewhere).await.unwrap();
    let (first, second) = (tokio::spawn(end(one.clone(), other.clone())), tokio::spawn(end(other.clone(), one.clone())));
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!first.is_finished() && !second.is_finished());
    elsewhere.rollback().await.unwrap();
    let outcomes = [first.await.unwrap(), second.await.unwrap()];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    for outcome in outcomes {
        if outcome.is_err() {
            refused(outcome, AccountRefusal::LastAdministrator);
        }
    }
    // The same command twice in one moment is one command, whoever waits for whom.
    let propose = request(if stage.acts.account(one.id).await.unwrap().ended { &other } else { &one });
    let again = |request: crate::Request| {
        let (acts, staff) = (stage.acts.clone(), stage.counter.id);
        async move { acts.propose_grant(&request, staff, input(StaffRole::Checker)).await }
    };
    let (first, second) = tokio::join!(again(propose.clone()), again(propose));
    assert_eq!(first.unwrap().position, second.unwrap().position);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_administrator_is_left(test: PgPool) {
    let stage = Stage::set(&test).await;
    let [one, other] = administrators(&stage).await;
    refused(stage.acts.end_account(&request(&one), one.id, text("退職のため。")).await, AccountRefusal::OwnAccount);
    stage.acts.suspend_account(&request(&one), other.id, text("休職のため。")).await.unwrap();
    // Whoever was stopped a moment ago and still has a page open.
    refused(stage.acts.end_account(&request(&other), one.id, text("退職のため。")).await, AccountRefusal::LastAdministrator);
    refused(stage.acts.suspend_account(&request(&other), one.id, text("休職のため。")).await, AccountRefusal::LastAdministrator);
    let moved = stage.acts.propose_grant(&request(&other), one.id, input(StaffRole::Checker)).await;
    refused(moved, AccountRefusal::LastAdministrator);
    stage.acts.unlock_account(&request(&one), other.id).await.unwrap();
    stage.acts.end_account(&request(&other), one.id, text("退職のため。")).await.unwrap();
    let over = stage.acts.account(one.id).await.unwrap();
    assert!(over.ended && !over.may_sign_in());
    refused(stage.acts.unlock_account(&request(&other), one.id).await, AccountRefusal::Over);
}
