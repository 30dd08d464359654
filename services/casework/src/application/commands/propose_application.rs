//! 起案する: the checker puts a case on a numbered proposal: to approve it as examined, or to refuse it with ground and reason after the
//! review board was heard.

use events::application::{ApplicationEvent, Proposed, RouteStep};
use events::ids::ProposalId;
use events::vocabulary::FreeText;
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::{Action, Application, ProposalRefusal, Stage, permit};

/// Put an application on a proposal.
#[derive(Clone, PartialEq, Debug)]
pub struct ProposeApplication {
    /// Who acts.
    pub who: Actor,
    /// The proposal.
    pub proposal: ProposalId,
    /// Fiscal year of 令和.
    pub year: u8,
    /// 起案番号.
    pub serial: u32,
    /// Ground and reason where it is to be refused; none where it is to be approved.
    pub refusal: Option<(String, FreeText)>,
    /// 決裁経路, as the masters give it today.
    pub route: Vec<RouteStep>,
}

impl ProposeApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Propose, case, &self.who)?;
        let examined = case.stage() == Some(Stage::Examined);
        let (ground, why) = match self.refusal {
            None if !examined => return Err(ProposalRefusal::NotYet.into()),
            Some(_) if examined => return Err(ProposalRefusal::NotYet.into()),
            Some((ground, _)) if ground.trim().is_empty() => return Err(ProposalRefusal::NoReason.into()),
            Some((ground, why)) => (Some(ground), Some(Personal::Open(why))),
            None => (None, None),
        };
        let Self { proposal, year, serial, route, .. } = self;
        Ok(vec![Proposed { proposal, year, serial, ground, why, route }.into()])
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use events::StaffRole;
    use events::sitting::Verdict;
    use uuid::Uuid;

    use super::*;
    use crate::Fact;
    use crate::application::samples::{approver, case_after, checker, heard, story, text};
    use crate::application::{BoardRefusal, decider_alone};

    pub(crate) fn propose(refusal: Option<(&str, &str)>, route: Vec<RouteStep>) -> ProposeApplication {
        ProposeApplication {
            who: checker(),
            proposal: ProposalId(Uuid::from_u128(70)),
            year: 8,
            serial: 3,
            refusal: refusal.map(|(ground, why)| (ground.to_owned(), text(why))),
            route,
        }
    }

    /// By way of the board clerk, for whom a checker may stand in.
    pub(crate) fn two_steps() -> Vec<RouteStep> {
        let clerk = RouteStep { role: StaffRole::BoardClerk, deputy: Some(StaffRole::Checker) };
        vec![clerk, RouteStep { role: StaffRole::Approver, deputy: Some(StaffRole::Checker) }]
    }

    #[test]
    fn what_was_examined_or_heard_is_proposed_once() {
        let mut given = story();
        let told = propose(None, two_steps()).decide(&case_after(&given)).unwrap();
        given.extend(told.into_iter().map(|event| Fact { event, by: checker().id }));
        let case = case_after(&given);
        assert_eq!(case.proposal().map(|proposal| (proposal.number(), proposal.done())), Some(((8, 3), 0)));
        assert_eq!(propose(None, two_steps()).decide(&case), Err(ProposalRefusal::Stands.into()));

        let mut given = heard(Verdict::Refuse);
        let told =
            propose(Some(("refusal.criteria_not_met", "該当しないため。")), two_steps()).decide(&case_after(&given)).unwrap();
        given.extend(told.into_iter().map(|event| Fact { event, by: checker().id }));
        let case = case_after(&given);
        assert_eq!(
            (case.stage(), case.proposal().and_then(|one| one.ground())),
            (Some(Stage::Examined), Some("refusal.criteria_not_met"))
        );
    }

    #[test]
    fn nothing_is_proposed_too_early_without_a_reason_or_by_another_role() {
        let (examined, checked) = (case_after(&story()), case_after(&story()[..5]));
        let reason = Some(("refusal.criteria_not_met", "該当しないため。"));
        assert_eq!(propose(reason, decider_alone()).decide(&examined), Err(ProposalRefusal::NotYet.into()));
        assert_eq!(
            propose(reason, decider_alone()).decide(&checked),
            Err(BoardRefusal::NotHeard(checked.diseases().to_vec()).into()),
            "a refusal needs the board"
        );
        let ready = case_after(&heard(Verdict::Refuse));
        assert_eq!(propose(None, decider_alone()).decide(&ready), Err(ProposalRefusal::NotYet.into()));
        assert_eq!(propose(Some((" ", "理由。")), decider_alone()).decide(&ready), Err(ProposalRefusal::NoReason.into()));
        let other = ProposeApplication { who: approver(), ..propose(reason, decider_alone()) };
        assert!(matches!(other.decide(&ready), Err(Refusal::WrongRole { .. })));
    }
}
