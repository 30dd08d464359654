//! Who joins, who leaves, and what is refused; random histories against a list kept by hand.

use cqrs_es::test::TestFramework;
use events::household::{MemberLeft, MemberRecorded, Part};
use events::ids::{ApplicationId, AwardId, SubjectId};
use events::vocabulary::{ValidityPeriod, Yen};
use events::{Actor, StaffRole};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::application::samples::{TODAY, approver, checker, counter};

fn person(n: u128) -> SubjectId {
    SubjectId(Uuid::from_u128(n))
}

fn recipient(award: u128) -> Part {
    Part::Recipient { award: AwardId(Uuid::from_u128(award)) }
}

fn outside(cap: i64) -> Part {
    let validity = ValidityPeriod::new(date(2026, 1, 1), date(2026, 12, 31)).unwrap();
    Part::Outside { cap: Yen::new(cap).unwrap(), validity }
}

fn record(who: u128, part: Part) -> RecordMember {
    RecordMember { member: person(who), part, since: TODAY, instead_of: None, person: None, today: TODAY }
}

fn recorded(who: u128, part: Part) -> Fact<HouseholdEvent> {
    Fact::new(MemberRecorded { member: person(who), part, since: TODAY, instead_of: None, person: None }, counter().id)
}

fn framework(given: Vec<Fact<HouseholdEvent>>, who: Actor, command: HouseholdCommand) -> Result<Vec<HouseholdEvent>, Refusal> {
    let told = TestFramework::<Household>::with(()).given(given).when((who, command)).inspect_result();
    told.map(|facts| facts.into_iter().map(|fact| fact.event).collect())
}

fn joins(given: Vec<Fact<HouseholdEvent>>, command: RecordMember) -> Result<Vec<HouseholdEvent>, Refusal> {
    framework(given, counter(), HouseholdCommand::Record(Box::new(command)))
}

#[test]
fn a_household_begins_with_a_child_of_the_ledger() {
    assert_eq!(joins(vec![], record(1, outside(10_000))), Err(HouseholdRefusal::BeginsWithAChild.into()));
    assert!(joins(vec![], record(1, recipient(11))).is_ok());
    assert!(joins(vec![recorded(1, recipient(11))], record(2, outside(10_000))).is_ok());
}

#[test]
fn the_same_again_is_refused_and_another_cap_is_news() {
    let there = || vec![recorded(1, recipient(11)), recorded(2, outside(10_000))];
    assert_eq!(joins(there(), record(2, outside(10_000))), Err(Refusal::NothingChanged));
    assert!(joins(there(), record(2, outside(20_000))).is_ok());
    let ahead = RecordMember { since: TODAY.tomorrow().unwrap(), ..record(3, recipient(13)) };
    assert_eq!(joins(there(), ahead), Err(HouseholdRefusal::Ahead.into()));
}

#[test]
fn only_a_member_leaves_and_not_before_joining() {
    let leave = |who, last_day| {
        let left = MemberLeft { member: person(who), last_day };
        framework(vec![recorded(1, recipient(11))], checker(), HouseholdCommand::Leave { left, today: TODAY })
    };
    assert!(leave(1, TODAY).is_ok());
    assert_eq!(leave(2, TODAY), Err(HouseholdRefusal::NotAMember.into()));
    assert_eq!(leave(1, TODAY.yesterday().unwrap()), Err(HouseholdRefusal::LeftBeforeJoining(TODAY).into()));
    assert_eq!(leave(1, TODAY.tomorrow().unwrap()), Err(HouseholdRefusal::Ahead.into()));
}

#[test]
fn an_approval_follows_only_whom_the_household_knows() {
    let applicant = Part::Applicant { application: ApplicationId(Uuid::from_u128(5)) };
    let given = || vec![recorded(1, recipient(11)), recorded(5, applicant)];
    let follow = |command| framework(given(), approver(), HouseholdCommand::Follow(Box::new(command)));
    assert!(follow(record(1, recipient(12))).is_ok());
    assert!(follow(RecordMember { instead_of: Some(person(5)), ..record(6, recipient(13)) }).is_ok());
    assert_eq!(follow(record(7, recipient(14))), Err(HouseholdRefusal::NotAMember.into()));
}

#[test]
fn each_act_is_of_its_roles_alone() {
    for role in StaffRole::ALL {
        let who = Actor { role, ..counter() };
        let may = matches!(role, StaffRole::Counter | StaffRole::Checker);
        for action in HouseholdAction::ALL {
            assert_eq!(permit(action, &who).is_ok(), may, "{role:?} {action:?}");
        }
        let joined = framework(vec![], who.clone(), HouseholdCommand::Record(Box::new(record(1, recipient(11)))));
        assert_eq!(joined.is_ok(), may, "{role:?}");
        let left = MemberLeft { member: person(1), last_day: TODAY };
        let left = framework(vec![recorded(1, recipient(11))], who, HouseholdCommand::Leave { left, today: TODAY });
        assert_eq!(left.is_ok(), may, "{role:?}");
    }
}

#[test]
fn nobody_belongs_to_two_households() {
    let changed =
        |household: Option<u128>| Changed { member: person(1), household: household.map(|id| HouseholdId(Uuid::from_u128(id))) };
    let told = |household| vec![Fact::new(changed(household), counter().id)];
    let ask = |given, next| TestFramework::<Membership>::with(()).given(given).when((counter().id, changed(next)));
    ask(told(Some(1)), Some(2)).then_expect_error(HouseholdRefusal::InAnotherHousehold.into());
    ask(told(Some(1)), Some(1)).then_expect_error(Refusal::NothingChanged);
    ask(told(Some(1)), None).then_expect_events(told(None));
    ask(told(None), Some(2)).then_expect_events(told(Some(2)));
}

proptest! {
    /// Whatever is tried in whatever order: who is there is whom a list kept by hand has.
    #[test]
    fn who_is_there_is_who_joined_and_did_not_leave(tries in prop::collection::vec((any::<bool>(), 1_u128..6, 1_u128..4), 1..40)) {
        let mut household = Household::default();
        let mut list: std::collections::BTreeMap<SubjectId, Part> = std::collections::BTreeMap::new();
        for (joins, who, award) in tries {
            let command = if joins {
                HouseholdCommand::Record(Box::new(record(who, recipient(award))))
            } else {
                HouseholdCommand::Leave { left: MemberLeft { member: person(who), last_day: TODAY }, today: TODAY }
            };
            let lawful = if joins { list.get(&person(who)) != Some(&recipient(award)) } else { list.contains_key(&person(who)) };
            let told = command.decide(&household, &counter());
            prop_assert_eq!(told.is_ok(), lawful);
            if let Ok(event) = told {
                household.fold(&event);
                if joins { list.insert(person(who), recipient(award)); } else { list.remove(&person(who)); }
            }
            prop_assert_eq!(household.members().map(|(who, member)| (who, member.part)).collect::<Vec<_>>(), list.clone().into_iter().collect::<Vec<_>>());
        }
    }
}
