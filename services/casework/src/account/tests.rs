//! What an account may become, and what not.

use cqrs_es::test::TestFramework;

use super::*;
use crate::application::samples::{approver, counter, text};

fn administrator() -> Actor {
    Actor { id: StaffId(uuid::Uuid::from_u128(71)), role: StaffRole::Administrator, ..approver() }
}

fn office(code: &str) -> OfficeCode {
    OfficeCode::parse(code).unwrap()
}

fn fact(event: impl Into<AccountEvent>) -> Fact<AccountEvent> {
    Fact::new(event, administrator().id)
}

fn opened() -> Fact<AccountEvent> {
    fact(Opened { name: Personal::Open(text("例題 次郎")), role: StaffRole::Counter, office: office("01") })
}

fn open() -> AccountCommand {
    AccountCommand::Open { name: text("例題 次郎"), role: StaffRole::Counter, office: office("01") }
}

fn propose(name: Option<&str>, role: StaffRole, place: Place) -> AccountCommand {
    AccountCommand::Propose { name: name.map(text), role, office: office("01"), why: text("異動のため。"), place }
}

fn proposed(role: StaffRole) -> Fact<AccountEvent> {
    let why = Personal::Open(text("異動のため。"));
    fact(GrantProposed { name: None, role, office: office("01"), why })
}

const ELSEWHERE: Place = Place { own: false, last_administrator: false };
const OWN: Place = Place { own: true, last_administrator: false };
const LAST: Place = Place { own: false, last_administrator: true };
const EYES: Eyes = Eyes { place: ELSEWHERE, proposer_stands: true, here_before: true, apart: true };

fn framework() -> TestFramework<Account> {
    TestFramework::<Account>::with(())
}

#[track_caller]
fn refused(given: Vec<Fact<AccountEvent>>, who: Actor, command: AccountCommand, refusal: AccountRefusal) {
    framework().given(given).when((who, command)).then_expect_error(refusal.into());
}

#[test]
fn opened_locked_unlocked() {
    let by = administrator;
    framework().given_no_previous_events().when((by(), open())).then_expect_events(vec![opened()]);
    let locked = || fact(Locked { failures: 5 });
    let lock = AccountCommand::Lock { failures: 5 };
    framework().given(vec![opened()]).when((by(), lock)).then_expect_events(vec![locked()]);
    framework().given(vec![opened(), locked()]).when((by(), AccountCommand::Unlock)).then_expect_events(vec![fact(Unlocked {})]);
}

#[test]
fn an_app_is_enrolled_once_and_taken_away() {
    let enrolled = || vec![opened(), fact(SecondFactorEnrolled {})];
    let (enrol, remove) = (AccountCommand::EnrolSecondFactor, AccountCommand::RemoveSecondFactor(ELSEWHERE));
    framework()
        .given(vec![opened()])
        .when((administrator(), enrol.clone()))
        .then_expect_events(vec![fact(SecondFactorEnrolled {})]);
    refused(enrolled(), administrator(), enrol, AccountRefusal::StateUnchanged);
    framework().given(enrolled()).when((administrator(), remove.clone())).then_expect_events(vec![fact(SecondFactorRemoved {})]);
    let own = AccountCommand::RemoveSecondFactor(OWN);
    refused(enrolled(), administrator(), own, AccountRefusal::OwnAccount);
    refused(enrolled(), counter(), remove.clone(), AccountRefusal::ByAdministrators);
    refused(vec![opened()], administrator(), remove, AccountRefusal::StateUnchanged);
}

#[test]
fn what_is_so_already_is_not_said_again() {
    refused(vec![opened()], administrator(), open(), AccountRefusal::Exists);
    refused(vec![opened()], administrator(), AccountCommand::Unlock, AccountRefusal::StateUnchanged);
    refused(Vec::new(), administrator(), AccountCommand::Unlock, AccountRefusal::NoSuch);
}

#[test]
fn what_one_proposes_counts_when_another_confirms() {
    let mut account = Account::default();
    let proposal = propose(Some("例題 次郎"), StaffRole::Checker, ELSEWHERE);
    let told = account.decide(proposal, &administrator()).unwrap();
    account.take(fact(told));
    assert_eq!((account.held(), account.may_sign_in()), (None, false), "nothing counts yet");
    let granted = Granted { role: StaffRole::Checker, office: office("01"), proposed_by: administrator().id };
    let told = account.decide(AccountCommand::Confirm(EYES), &approver()).unwrap();
    assert_eq!(told, AccountEvent::from(granted));
    account.take(Fact { event: told, by: approver().id });
    assert_eq!((account.held(), account.waiting()), (Some((StaffRole::Checker, office("01"))), None));
}

#[test]
fn nobody_is_both_pairs_of_eyes() {
    let waiting = || vec![opened(), proposed(StaffRole::Approver)];
    let confirm = |eyes| AccountCommand::Confirm(eyes);
    refused(waiting(), administrator(), confirm(EYES), AccountRefusal::OwnProposal);
    refused(waiting(), counter(), confirm(EYES), AccountRefusal::ConfirmedByOthers);
    refused(waiting(), approver(), confirm(Eyes { place: OWN, ..EYES }), AccountRefusal::OwnAccount);
    refused(waiting(), approver(), confirm(Eyes { proposer_stands: false, ..EYES }), AccountRefusal::ProposerGone);
    refused(waiting(), approver(), confirm(Eyes { here_before: false, ..EYES }), AccountRefusal::CameLater);
    refused(waiting(), approver(), confirm(Eyes { apart: false, ..EYES }), AccountRefusal::SameHands);
    refused(waiting(), approver(), confirm(Eyes { place: LAST, ..EYES }), AccountRefusal::LastAdministrator);
    refused(vec![opened()], approver(), confirm(EYES), AccountRefusal::NotWaiting);
}

#[test]
fn what_cannot_be_proposed_says_why() {
    let by = administrator;
    refused(Vec::new(), counter(), propose(Some("例題"), StaffRole::Checker, ELSEWHERE), AccountRefusal::ByAdministrators);
    refused(Vec::new(), by(), propose(None, StaffRole::Checker, ELSEWHERE), AccountRefusal::Nameless);
    refused(Vec::new(), by(), propose(Some("例題"), StaffRole::Program, ELSEWHERE), AccountRefusal::NoRoleOfStaff);
    refused(vec![opened()], by(), propose(None, StaffRole::Counter, ELSEWHERE), AccountRefusal::NothingNew);
    refused(vec![opened()], by(), propose(None, StaffRole::Checker, OWN), AccountRefusal::OwnAccount);
    refused(vec![opened()], by(), propose(None, StaffRole::Checker, LAST), AccountRefusal::LastAdministrator);
    let waiting = vec![opened(), proposed(StaffRole::Approver)];
    refused(waiting.clone(), by(), propose(None, StaffRole::Checker, ELSEWHERE), AccountRefusal::Waiting);
    framework()
        .given(waiting)
        .when((by(), AccountCommand::Drop { why: text("異動がなくなった。") }))
        .then_expect_events(vec![fact(GrantDropped { why: Personal::Open(text("異動がなくなった。")) })]);
    refused(vec![opened()], by(), AccountCommand::Drop { why: text("なし") }, AccountRefusal::NotWaiting);
}

#[test]
fn rights_are_taken_away_by_another_and_never_all() {
    fn why() -> FreeText {
        text("退職のため。")
    }
    let end = |place| AccountCommand::End { why: why(), place };
    let suspend = |place| AccountCommand::Suspend { why: why(), place };
    for command in [end as fn(Place) -> AccountCommand, suspend] {
        refused(vec![opened()], counter(), command(ELSEWHERE), AccountRefusal::ByAdministrators);
        refused(vec![opened()], administrator(), command(OWN), AccountRefusal::OwnAccount);
        refused(vec![opened()], administrator(), command(LAST), AccountRefusal::LastAdministrator);
    }
    let ended = || vec![opened(), fact(Ended { why: Personal::Open(why()) })];
    framework().given(vec![opened()]).when((administrator(), end(ELSEWHERE))).then_expect_events(vec![ended().remove(1)]);
    for command in [end(ELSEWHERE), suspend(ELSEWHERE), AccountCommand::Unlock, AccountCommand::GivePassword(ELSEWHERE)] {
        refused(ended(), administrator(), command, AccountRefusal::Over);
    }
}

#[test]
fn who_got_a_password_chooses_another() {
    let mut account = Account::default();
    account.take(opened());
    account.take(fact(account.decide(AccountCommand::GivePassword(ELSEWHERE), &administrator()).unwrap()));
    assert_eq!((account.has_initial_password(), account.password_from()), (true, Some(administrator().id)));
    account.take(fact(account.decide(AccountCommand::ChoosePassword(OWN), &counter()).unwrap()));
    assert_eq!((account.has_initial_password(), account.password_from()), (false, Some(administrator().id)));
    refused(vec![opened()], administrator(), AccountCommand::GivePassword(OWN), AccountRefusal::OwnAccount);
    refused(vec![opened()], administrator(), AccountCommand::ChoosePassword(ELSEWHERE), AccountRefusal::OthersPassword);
}
