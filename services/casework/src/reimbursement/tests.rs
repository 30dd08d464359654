//! Who may claim and decide, which months, and that nothing else is paid than was computed.

use events::ids::{AwardId, RecipientId};
use events::notice::Filer;
use events::reimbursement::{Decided, Examined, Received, ReimbursementEvent, Withdrawn};
use events::vocabulary::{OfficeCode, ReceiptNumber, Yen};
use events::{Actor, Personal, StaffRole};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{ReceiveClaim, Reimbursement, ReimbursementAction, ReimbursementCommand, ReimbursementRefusal, permit};
use crate::Refusal;
use crate::application::samples::{approver, checker, counter, other_counter, text};
use crate::notice::NoticeRefusal;
use crate::notice::samples::standing;

/// Filed on 2026-06-10 for May; the award runs from 2026-04-01 through 2026-09-30.
fn receive() -> ReceiveClaim {
    let office = OfficeCode::parse("01").unwrap();
    ReceiveClaim {
        who: counter(),
        today: date(2026, 6, 10),
        received: Received {
            receipt_number: ReceiptNumber::new(8, office, 7).unwrap(),
            recipient: RecipientId(Uuid::from_u128(31)),
            award: AwardId(Uuid::from_u128(32)),
            filed_on: date(2026, 6, 10),
            due_on: date(2026, 8, 9),
            receiving_office: office,
            responsible_office: office,
            filer: Filer::Guardian,
            months: vec![date(2026, 5, 1)],
            name: Personal::Open(standing().name),
            claim: Personal::Erased,
        },
        standing: standing(),
        limit_years: 5,
    }
}

fn after(events: &[(Actor, ReimbursementEvent)]) -> Reimbursement {
    let mut claim = Reimbursement::default();
    for (who, event) in events {
        claim.take(event, who.id);
    }
    claim
}

fn examined(amount: i64) -> Examined {
    Examined {
        amount: Yen::new(amount).unwrap(),
        months: Personal::Open(Vec::new()),
        determination: Personal::Open(serde_json::json!([])),
    }
}

fn decided(amount: i64, refusal: Option<&str>) -> Decided {
    let refusal = refusal.map(|why| Personal::Open(text(why)));
    Decided { decided_on: date(2026, 6, 20), amount: Yen::new(amount).unwrap(), refusal }
}

fn refused(change: impl FnOnce(&mut ReceiveClaim)) -> Refusal {
    let mut command = receive();
    change(&mut command);
    ReimbursementCommand::Receive(Box::new(command)).decide(&Reimbursement::default()).unwrap_err()
}

#[test]
fn a_month_is_claimed_from_the_first_of_the_next_until_the_limit() {
    let ask = |filed_on: Date| {
        let mut command = receive();
        (command.today, command.received.filed_on) = (filed_on, filed_on);
        ReimbursementCommand::Receive(Box::new(command)).decide(&Reimbursement::default()).map(drop)
    };
    let month = date(2026, 5, 1);
    assert_eq!(ask(date(2026, 5, 31)), Err(ReimbursementRefusal::NotYet(month).into()));
    assert_eq!(ask(date(2026, 6, 1)), Ok(()));
    assert_eq!(ask(date(2031, 5, 31)), Ok(()));
    let until = date(2031, 5, 31);
    assert_eq!(ask(date(2031, 6, 1)), Err(ReimbursementRefusal::TooLate { month, until }.into()));
}

#[test]
fn only_months_of_the_award_by_who_may_file() {
    let (start, end) = (standing().start, standing().end);
    let march = date(2026, 3, 1);
    let outside = ReimbursementRefusal::OutsideTheAward { month: march, start, end };
    assert_eq!(refused(|c| c.received.months.push(march)), outside.into());
    assert_eq!(refused(|c| c.received.months.clear()), ReimbursementRefusal::NothingClaimed.into());
    assert_eq!(refused(|c| c.today = date(2026, 6, 9)), ReimbursementRefusal::FiledInFuture.into());
    assert_eq!(refused(|c| c.who = checker()), ReimbursementRefusal::NotACounter.into());
    assert_eq!(refused(|c| c.who = other_counter()), Refusal::NotTheOwnCounter(other_counter().office.unwrap()));
    assert_eq!(refused(|c| c.received.filer = Filer::Patient), NoticeRefusal::PatientIsMinor.into());
    assert_eq!(refused(|c| c.received.filer = Filer::Proxy), NoticeRefusal::NoProxy.into());
    // 18 on 10 June 2026: the guardian files on the eve, the patient from the birthday on. Born on 29 February: from 1 March.
    assert_eq!(refused(|c| c.standing.birth_date = date(2008, 6, 10)), NoticeRefusal::PatientIsAdult.into());
    let mut eve = receive();
    eve.standing.birth_date = date(2008, 6, 11);
    assert!(ReimbursementCommand::Receive(Box::new(eve)).decide(&Reimbursement::default()).is_ok());
}

#[test]
fn what_was_computed_is_paid_and_by_fresh_eyes() {
    let received = || (counter(), ReimbursementEvent::from(receive().received));
    let claim = after(&[received(), (checker(), examined(25_000).into())]);
    let decide = |who: Actor, decided| ReimbursementCommand::Decide(who, Box::new(decided)).decide(&claim).map(drop);
    assert_eq!(decide(approver(), decided(25_000, None)), Ok(()));
    assert_eq!(decide(approver(), decided(24_000, None)), Err(ReimbursementRefusal::AnotherAmount.into()));
    assert_eq!(decide(approver(), decided(0, Some("対象外の診療のため"))), Ok(()));
    let own = Actor { id: checker().id, ..approver() };
    assert_eq!(decide(own, decided(25_000, None)), Err(ReimbursementRefusal::OwnWork.into()));
    let nothing = after(&[received(), (checker(), examined(0).into())]);
    let zero = ReimbursementCommand::Decide(approver(), Box::new(decided(0, None))).decide(&nothing).map(drop);
    assert_eq!(zero, Err(ReimbursementRefusal::NothingToPay.into()));
    // Not computed yet: it can be refused, not paid.
    let waiting = after(&[received()]);
    assert!(permit(ReimbursementAction::Pay, &waiting, &approver()).is_err());
    assert_eq!(permit(ReimbursementAction::Refuse, &waiting, &approver()), Ok(()));
}

#[test]
fn every_act_is_for_one_role_and_nothing_follows_the_decision() {
    let received = || (counter(), ReimbursementEvent::from(receive().received));
    let claim = after(&[received(), (checker(), examined(25_000).into())]);
    for (action, role) in [
        (ReimbursementAction::Examine, StaffRole::Checker),
        (ReimbursementAction::Pay, StaffRole::Approver),
        (ReimbursementAction::Refuse, StaffRole::Approver),
        (ReimbursementAction::Withdraw, StaffRole::Counter),
    ] {
        for one in StaffRole::ALL {
            let office = if one == StaffRole::Counter { counter().office } else { checker().office };
            let who = Actor { id: events::ids::StaffId(Uuid::from_u128(99)), role: one, office, ..approver() };
            assert_eq!(permit(action, &claim, &who).is_ok(), one == role, "{action:?} {one:?}");
        }
    }
    let done = after(&[received(), (checker(), examined(25_000).into()), (approver(), decided(25_000, None).into())]);
    let withdrawn = Withdrawn { why: Personal::Open(text("取りやめ")) };
    let late = ReimbursementCommand::Withdraw(counter(), Box::new(withdrawn)).decide(&done).map(drop);
    assert!(matches!(late, Err(Refusal::Reimbursement(ReimbursementRefusal::WrongStage { .. }))), "{late:?}");
    let offered: Vec<ReimbursementAction> = super::offers(&done, &approver()).into_iter().map(|(action, _)| action).collect();
    let follow = [ReimbursementAction::ProposeCorrection, ReimbursementAction::ProposeAccount];
    assert_eq!(offered, follow, "only a correction or another account follows, by a checker");
}
