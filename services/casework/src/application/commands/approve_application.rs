//! 認定する: the second person decides on what was examined, and on nothing else (児童福祉法第19条の3第3項).

use events::application::{ApplicationEvent, Approved, OverridesConfirmed};
use events::ids::{AwardId, RecipientId};
use events::vocabulary::{DecisionNumber, OverriddenItem};
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::board::asked_where_it_must;
use crate::application::finding::same_right;
use crate::application::proposal::proposed_where_it_must;
use crate::application::{Action, Application, Concluded, Finding, permit};

/// Approve an application.
#[derive(Clone, PartialEq, Debug)]
pub struct ApproveApplication {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan: 決定日.
    pub today: Date,
    /// 決定番号, from its register; none for records that are made up in bulk.
    pub number: Option<DecisionNumber>,
    /// What the rules conclude now, from the same facts and the masters of now.
    pub finding: Finding,
    /// Whether the masters send every case of this kind to the review board.
    pub board_required: bool,
    /// Whether the masters send such a decision over a way of several steps.
    pub proposal_needed: bool,
    /// What was set by hand and the decider confirmed, by name.
    pub confirmed: Vec<OverriddenItem>,
    /// The award that follows in the same act.
    pub award: AwardId,
    /// The recipient.
    pub recipient: RecipientId,
}

impl ApproveApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Approve, case, &self.who)?;
        asked_where_it_must(case, self.board_required)?;
        proposed_where_it_must(case, self.proposal_needed)?;
        let Finding::Concluded(concluded) = self.finding else { return Err(Refusal::DeterminationChanged) };
        if !case.conclusion().is_some_and(|examined| same_right(examined, &concluded.conclusion)) {
            return Err(Refusal::DeterminationChanged);
        }
        let values = case.overrides().confirmed(&self.confirmed)?;
        let Concluded { conclusion, determination } = *concluded;
        let confirmed = (!values.is_empty()).then(|| OverridesConfirmed { values }.into());
        let approved = Approved {
            decided_on: self.today,
            number: self.number,
            conclusion,
            determination: Personal::Open(determination),
            award: self.award,
            recipient: self.recipient,
        };
        Ok(confirmed.into_iter().chain([approved.into()]).collect())
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::StaffRole;
    use events::vocabulary::{OverriddenValue, Yen};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::Fact;
    use crate::application::commands::override_value::tests::overridden;
    use crate::application::samples::{TODAY, approver, case_after, checker, concluded, finding, story};
    use crate::application::{OverrideRefusal, Stage, offers};

    fn when(who: Actor, finding: Finding) -> Result<Vec<Fact<ApplicationEvent>>, Refusal> {
        let command = ApproveApplication {
            who,
            today: TODAY,
            number: None,
            finding,
            board_required: false,
            proposal_needed: false,
            confirmed: Vec::new(),
            award: AwardId(Uuid::from_u128(8)),
            recipient: RecipientId(Uuid::from_u128(9)),
        };
        TestFramework::<Application>::with(()).given(story()).when(command.into()).inspect_result()
    }

    #[test]
    fn the_second_person_approves_what_was_examined() {
        let case = case_after(&[story(), when(approver(), finding("a")).unwrap()].concat());
        assert_eq!(case.stage(), Some(Stage::Approved));
        assert_eq!(case.award(), Some(AwardId(Uuid::from_u128(8))));
        assert!(offers(&case, &approver()).is_empty());
    }

    #[test]
    fn no_author_approves_whatever_the_role() {
        let promoted = Actor { role: StaffRole::Approver, ..checker() };
        assert_eq!(when(promoted, finding("a")), Err(Refusal::OwnWork));
    }

    #[test]
    fn a_master_that_does_not_touch_the_case_does_not_stop_it() {
        let mut later = concluded("b");
        later.conclusion.rule_set = "2026-05".to_owned();
        later.conclusion.known_up_to = 99;
        assert!(when(approver(), Finding::Concluded(Box::new(later))).is_ok());
    }

    #[test]
    fn what_was_set_by_hand_is_confirmed_by_name_or_nothing_is_decided() {
        let mut given = overridden();
        given.push(story()[5].clone());
        let approve = |confirmed: &[OverriddenItem]| {
            let command = ApproveApplication {
                who: approver(),
                today: TODAY,
                number: None,
                finding: finding("a"),
                board_required: false,
                proposal_needed: false,
                confirmed: confirmed.to_vec(),
                award: AwardId(Uuid::from_u128(8)),
                recipient: RecipientId(Uuid::from_u128(9)),
            };
            command.decide(&case_after(&given))
        };
        for confirmed in [&[][..], &[OverriddenItem::Tier]] {
            assert_eq!(approve(confirmed), Err(OverrideRefusal::Unconfirmed(vec!["開始日"]).into()));
        }
        let told = approve(&[OverriddenItem::Start]).unwrap();
        let ApplicationEvent::OverridesConfirmed(event) = &told[0] else { panic!("not confirmed: {told:?}") };
        assert_eq!(event.values, [OverriddenValue::Start(date(2026, 3, 1))]);
        let decided: Vec<_> = told.into_iter().map(|event| Fact { event, by: approver().id }).collect();
        assert_eq!(case_after(&[given.clone(), decided].concat()).stage(), Some(Stage::Approved));
    }

    #[test]
    fn what_changed_since_the_examination_is_not_approved() {
        let mut changed = concluded("b");
        changed.conclusion.monthly_cap = Yen::ZERO;
        assert_eq!(when(approver(), Finding::Concluded(Box::new(changed))), Err(Refusal::DeterminationChanged));
        assert_eq!(when(approver(), Finding::NotEligible), Err(Refusal::DeterminationChanged));
    }
}
