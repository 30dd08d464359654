//! Who may propose and approve, how far an order reaches, and that no day is covered twice.

use events::award::Extended;
use events::extension::{Approved, CarriedOut, Dropped, ExtensionEvent, Left, LeftGround, Plan, Proposed};
use events::ids::{ApplicationId, AwardId, ExtensionId, RecipientId, StaffId};
use events::vocabulary::ShortText;
use events::{Actor, Personal, StaffRole};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{
    Extension, ExtensionAction, ExtensionCommand, ExtensionRefusal, ExtensionStage, Facing, Limits, MOST, offers, permit, reach,
};
use crate::Refusal;
use crate::application::samples::{approver, checker, counter, text};

const LIMITS: Limits = Limits { today: date(2026, 11, 20), ended_by: date(2026, 3, 31), until: date(2027, 12, 31) };
const PLAN: Plan =
    Plan { issued_on: date(2026, 11, 1), ends_from: date(2026, 11, 1), ends_until: date(2027, 2, 28), until: date(2027, 9, 30) };

fn award(n: u128) -> AwardId {
    AwardId(Uuid::from_u128(n))
}

fn proposed() -> Proposed {
    Proposed {
        plan: PLAN,
        reference: Personal::Open(ShortText::parse("令和8年厚生労働省令（見本）").unwrap()),
        awards: vec![award(1), award(2)],
        excluded: Personal::Open(Vec::new()),
    }
}

fn after(events: &[(Actor, ExtensionEvent)]) -> Extension {
    let mut extension = Extension::default();
    for (who, event) in events {
        extension.take(event, who.id);
    }
    extension
}

fn propose(who: Actor, change: impl FnOnce(&mut Proposed)) -> Result<(), Refusal> {
    let mut wish = proposed();
    change(&mut wish);
    ExtensionCommand::Propose(who, LIMITS, Box::new(wish)).decide(&Extension::default()).map(drop)
}

fn approved() -> Approved {
    Approved { decided_on: date(2026, 11, 21) }
}

#[test]
fn a_plan_keeps_within_the_order_and_the_masters() {
    assert_eq!(propose(checker(), |_| {}), Ok(()));
    let refused = |change: fn(&mut Plan)| propose(checker(), |wish| change(&mut wish.plan)).unwrap_err();
    assert_eq!(refused(|plan| plan.issued_on = date(2026, 11, 21)), ExtensionRefusal::OrderAhead.into());
    assert_eq!(refused(|plan| plan.ends_from = date(2027, 3, 1)), ExtensionRefusal::Backwards.into());
    assert_eq!(refused(|plan| plan.ends_from = date(2026, 3, 31)), ExtensionRefusal::TooFarBack(date(2026, 3, 31)).into());
    assert_eq!(refused(|plan| plan.until = date(2027, 2, 28)), ExtensionRefusal::NotLonger(date(2027, 2, 28)).into());
    assert_eq!(refused(|plan| plan.until = date(2028, 1, 1)), ExtensionRefusal::TooLong(date(2027, 12, 31)).into());
    assert_eq!(propose(checker(), |wish| wish.awards.clear()), Err(ExtensionRefusal::Nobody.into()));
    let many = |wish: &mut Proposed| wish.awards = (0..=MOST as u128).map(award).collect();
    assert_eq!(propose(checker(), many), Err(ExtensionRefusal::TooMany.into()));
    for who in [counter(), approver()] {
        assert!(matches!(propose(who, |_| {}), Err(Refusal::Extension(ExtensionRefusal::WrongRole { .. }))));
    }
}

#[test]
fn a_second_person_approves_and_nothing_follows_a_proposal_that_was_dropped() {
    let waiting = after(&[(checker(), proposed().into())]);
    let approve = |extension: &Extension, who| ExtensionCommand::Approve(who, approved()).decide(extension).map(drop);
    let own = Actor { id: checker().id, ..approver() };
    assert_eq!(approve(&waiting, own), Err(ExtensionRefusal::OwnProposal.into()));
    assert_eq!(approve(&waiting, approver()), Ok(()));
    let dropped = || Dropped { why: Personal::Open(text("期間の誤り")) };
    let drop_it = |who| ExtensionCommand::Drop(who, Box::new(dropped())).decide(&waiting).map(drop);
    assert_eq!((drop_it(checker()), drop_it(approver())), (Ok(()), Ok(())));
    assert!(drop_it(counter()).is_err());
    let given_up = after(&[(checker(), proposed().into()), (checker(), dropped().into())]);
    let (action, stage) = (ExtensionAction::Approve, ExtensionStage::Dropped);
    assert_eq!(approve(&given_up, approver()), Err(ExtensionRefusal::WrongStage { action, stage }.into()));
    assert!(offers(&given_up, &approver()).is_empty());
    for role in StaffRole::ALL {
        let who = Actor { id: StaffId(Uuid::from_u128(99)), role, ..approver() };
        assert_eq!(permit(ExtensionAction::Approve, &waiting, &who).is_ok(), role == StaffRole::Approver, "{role:?}");
    }
}

#[test]
fn it_ends_when_every_award_is_dealt_with() {
    let open = after(&[(checker(), proposed().into()), (approver(), approved().into())]);
    let end = |extended, left: Vec<AwardId>| {
        let left = left.into_iter().map(|award| Left { award, ground: LeftGround::Followed }).collect();
        ExtensionCommand::CarryOut(approver(), Box::new(CarriedOut { extended, left })).decide(&open).map(drop)
    };
    assert_eq!(end(1, Vec::new()), Err(ExtensionRefusal::Unfinished.into()));
    assert_eq!(end(1, vec![award(7)]), Err(ExtensionRefusal::Unfinished.into()));
    assert_eq!(end(1, vec![award(2)]), Ok(()));
    assert_eq!(end(2, Vec::new()), Ok(()));
    let told = |until: Date, proposed_by| Extended {
        recipient: RecipientId(Uuid::nil()),
        application: ApplicationId(Uuid::nil()),
        extension: ExtensionId(Uuid::nil()),
        reference: Personal::Erased,
        before: date(2026, 12, 31),
        until,
        decided_on: date(2026, 11, 21),
        proposed_by,
    };
    assert!(open.admits(award(1), &told(PLAN.until, checker().id)));
    assert!(!open.admits(award(7), &told(PLAN.until, checker().id)), "none of them");
    assert!(!open.admits(award(1), &told(date(2027, 10, 1), checker().id)), "longer than approved");
    assert!(!open.admits(award(1), &told(PLAN.until, approver().id)));
    assert!(!after(&[(checker(), proposed().into())]).admits(award(1), &told(PLAN.until, checker().id)), "not approved");
}

#[test]
fn no_day_is_covered_twice_and_nobody_beyond_the_twentieth_birthday() {
    let facing = Facing { end: date(2026, 12, 31), eve: date(2035, 5, 9), next: None, redress_waits: false };
    let ask = |facing| reach(PLAN.until, &facing);
    assert_eq!(ask(facing), Ok(PLAN.until));
    assert_eq!(ask(Facing { eve: date(2027, 5, 9), ..facing }), Ok(date(2027, 5, 9)));
    assert_eq!(ask(Facing { eve: date(2026, 12, 31), ..facing }), Err(LeftGround::AgedOut));
    assert_eq!(ask(Facing { next: Some(date(2027, 1, 1)), ..facing }), Err(LeftGround::Followed));
    assert_eq!(ask(Facing { next: Some(date(2027, 4, 1)), ..facing }), Ok(date(2027, 3, 31)), "a gap is filled, no more");
    assert_eq!(ask(Facing { end: PLAN.until, ..facing }), Err(LeftGround::NotLonger));
    assert_eq!(ask(Facing { redress_waits: true, ..facing }), Err(LeftGround::RedressWaits));
}
