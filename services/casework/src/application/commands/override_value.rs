//! 規則の案を手で改める, and what is taken back of it. Whoever checks the case does it; whoever decides confirms it.

use events::application::{ApplicationEvent, Overridden, OverrideWithdrawn};
use events::vocabulary::{FreeText, OverriddenItem, OverriddenValue, OverrideGround};
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::overriding::OverrideRefusal;
use crate::application::{Action, Application, permit};
use crate::rules::by_hand::Proposal;

/// Set a proposed value otherwise.
#[derive(Clone, PartialEq, Debug)]
pub struct OverrideValue {
    /// Who acts.
    pub who: Actor,
    /// What the rules propose now for the item; none where they come to nothing.
    pub proposal: Option<Proposal>,
    /// What is to count instead.
    pub chosen: OverriddenValue,
    /// 理由の区分.
    pub ground: OverrideGround,
    /// 理由.
    pub why: FreeText,
    /// 根拠とした書類.
    pub stands_on: FreeText,
}

impl OverrideValue {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Override, case, &self.who)?;
        let proposal = self.proposal.filter(|proposal| proposal.value.item() == self.chosen.item());
        let Proposal { value: proposed, rule, law, rev, rule_set, bounds } = proposal.ok_or(OverrideRefusal::NoProposal)?;
        if proposed == self.chosen {
            return Err(OverrideRefusal::Same.into());
        }
        if let OverriddenValue::Start(day) | OverriddenValue::End(day) = self.chosen {
            if let Some(earliest) = bounds.earliest.filter(|earliest| day < *earliest) {
                return Err(OverrideRefusal::Before(earliest).into());
            }
            if let Some(latest) = bounds.latest.filter(|latest| day > *latest) {
                return Err(OverrideRefusal::After(latest).into());
            }
        }
        let Self { chosen, ground, .. } = self;
        let [why, stands_on] = [self.why, self.stands_on].map(Personal::Open);
        Ok(vec![Overridden { proposed, rule, law, rev, rule_set, chosen, ground, why, stands_on }.into()])
    }
}

/// Let the proposal count again.
#[derive(Clone, PartialEq, Debug)]
pub struct WithdrawOverride {
    /// Who acts.
    pub who: Actor,
    /// Which.
    pub item: OverriddenItem,
    /// 理由.
    pub why: FreeText,
}

impl WithdrawOverride {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::WithdrawOverride, case, &self.who)?;
        case.overrides().find(self.item).ok_or(OverrideRefusal::NotStanding)?;
        Ok(vec![OverrideWithdrawn { item: self.item, why: Personal::Open(self.why) }.into()])
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use events::StaffRole;
    use events::vocabulary::Tier;
    use jiff::civil::{Date, date};

    use super::*;
    use crate::Fact;
    use crate::application::samples::{approver, case_after, checker, counter, story, text};
    use crate::rules::by_hand::Bounds;

    fn proposal(value: OverriddenValue) -> Proposal {
        let bounds = match value {
            OverriddenValue::Tier(_) => Bounds::default(),
            _ => Bounds { earliest: Some(date(2026, 1, 20)), latest: Some(date(2038, 5, 2)) },
        };
        Proposal { value, rule: "validity.start".to_owned(), law: 2, rev: 1, rule_set: "2026-04".to_owned(), bounds }
    }

    pub(crate) fn overriding(who: Actor, proposed: OverriddenValue, chosen: OverriddenValue) -> OverrideValue {
        OverrideValue {
            who,
            proposal: Some(proposal(proposed)),
            chosen,
            ground: OverrideGround::OfficeError,
            why: text("窓口の案内が誤っていたため。"),
            stands_on: text("窓口の記録"),
        }
    }

    fn start(who: Actor, day: Date) -> OverrideValue {
        overriding(who, OverriddenValue::Start(date(2026, 4, 1)), OverriddenValue::Start(day))
    }

    /// Taken up, with a start by hand.
    pub(crate) fn overridden() -> Vec<Fact<ApplicationEvent>> {
        let mut given = story()[..5].to_vec();
        let told = start(checker(), date(2026, 3, 1)).decide(&case_after(&given)).unwrap();
        given.extend(told.into_iter().map(|event| Fact { event, by: checker().id }));
        given
    }

    #[test]
    fn the_checker_sets_a_value_and_takes_it_back() {
        let given = overridden();
        let case = case_after(&given);
        let one = case.overrides().find(OverriddenItem::Start).unwrap();
        assert_eq!((one.chosen, one.by), (OverriddenValue::Start(date(2026, 3, 1)), checker().id));
        assert_eq!(case.overrides().facts().start.map(|start| start.proposed), Some(date(2026, 4, 1)));
        assert!(case.authors().contains(&checker().id));
        let back = WithdrawOverride { who: checker(), item: OverriddenItem::Start, why: text("要らない。") };
        let told = back.clone().decide(&case).unwrap();
        let after: Vec<_> = given.into_iter().chain(told.into_iter().map(|event| Fact { event, by: checker().id })).collect();
        assert!(case_after(&after).overrides().is_empty());
        assert_eq!(back.decide(&case_after(&after)), Err(OverrideRefusal::NotStanding.into()));
    }

    #[test]
    fn another_value_of_the_same_item_takes_its_place() {
        let mut given = overridden();
        let told = start(checker(), date(2026, 2, 1)).decide(&case_after(&given)).unwrap();
        given.extend(told.into_iter().map(|event| Fact { event, by: checker().id }));
        let case = case_after(&given);
        let values: Vec<OverriddenValue> = case.overrides().all().map(|one| one.chosen).collect();
        assert_eq!(values, [OverriddenValue::Start(date(2026, 2, 1))]);
    }

    #[test]
    fn nothing_without_a_proposal_nothing_beyond_the_law() {
        let case = case_after(&story()[..5]);
        let refused = |command: OverrideValue| command.decide(&case).unwrap_err();
        let without = OverrideValue { proposal: None, ..start(checker(), date(2026, 3, 1)) };
        assert_eq!(refused(without), OverrideRefusal::NoProposal.into());
        let other = overriding(checker(), OverriddenValue::Tier(Tier::IV), OverriddenValue::Start(date(2026, 3, 1)));
        assert_eq!(refused(other), OverrideRefusal::NoProposal.into(), "the proposal is one for another item");
        assert_eq!(refused(start(checker(), date(2026, 4, 1))), OverrideRefusal::Same.into());
        assert_eq!(refused(start(checker(), date(2026, 1, 19))), OverrideRefusal::Before(date(2026, 1, 20)).into());
        let end = overriding(checker(), OverriddenValue::End(date(2026, 9, 30)), OverriddenValue::End(date(2038, 5, 3)));
        assert_eq!(refused(end), OverrideRefusal::After(date(2038, 5, 2)).into());
    }

    #[test]
    fn only_the_checker_of_the_division_and_only_while_it_is_checked() {
        let checked = case_after(&story()[..5]);
        for who in [counter(), approver()] {
            assert!(matches!(start(who, date(2026, 3, 1)).decide(&checked), Err(Refusal::WrongRole { .. })));
        }
        let elsewhere = Actor { office: counter().office, ..checker() };
        assert_eq!(start(elsewhere, date(2026, 3, 1)).decide(&checked), Err(Refusal::NotOfTheDivision));
        let examined = case_after(&story());
        assert!(matches!(start(checker(), date(2026, 3, 1)).decide(&examined), Err(Refusal::WrongStage { .. })));
    }

    #[test]
    fn whoever_set_it_never_decides() {
        let mut given = overridden();
        given.push(story()[5].clone());
        let promoted = Actor { role: StaffRole::Approver, ..checker() };
        assert_eq!(permit(Action::Approve, &case_after(&given), &promoted), Err(Refusal::OwnWork));
    }
}
