//! 不認定とする: with ground and reason (行政手続法第8条), after the review board was heard (児童福祉法第19条の3第4項).

use events::application::{ApplicationEvent, Refused};
use events::vocabulary::{DecisionNumber, FreeText};
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::proposal::proposed_where_it_must;
use crate::application::{Action, Application, BoardRefusal, ProposalRefusal, permit};

/// Refuse an application.
#[derive(Clone, PartialEq, Debug)]
pub struct RefuseApplication {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan: 決定日.
    pub today: Date,
    /// 決定番号, from its register.
    pub number: Option<DecisionNumber>,
    /// Phrase of the reason master, by its key.
    pub ground: String,
    /// The reason as told to the family.
    pub why: FreeText,
    /// Whether the masters send such a decision over a way of several steps.
    pub proposal_needed: bool,
    /// Whether ground and reason are those of the proposal the case stands on.
    pub as_proposed: bool,
}

impl RefuseApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Refuse, case, &self.who)?;
        proposed_where_it_must(case, self.proposal_needed)?;
        if case.proposal().is_some() && !self.as_proposed {
            return Err(ProposalRefusal::AsProposed.into());
        }
        if self.ground.trim().is_empty() {
            return Err(Refusal::NoGround);
        }
        let unheard = || BoardRefusal::NotHeard(case.diseases().to_vec());
        let board_heard_on = case.board().heard_on().ok_or_else(unheard)?;
        let Self { today: decided_on, number, ground, why, .. } = self;
        Ok(vec![Refused { decided_on, number, ground, why: Personal::Open(why), board_heard_on }.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::sitting::Verdict;

    use super::*;
    use crate::application::Stage;
    use crate::application::samples::{TODAY, approver, case_after, checker, heard, put_before_board, refused, story, text};

    fn command() -> RefuseApplication {
        RefuseApplication {
            who: approver(),
            today: TODAY,
            number: None,
            ground: "criteria_not_met".to_owned(),
            why: text("疾病の状態の程度が基準を満たさないため。"),
            proposal_needed: false,
            as_proposed: false,
        }
    }

    #[test]
    fn refused_once_the_board_was_heard() {
        assert_eq!(case_after(&refused()).stage(), Some(Stage::Refused));
        let events = command().decide(&case_after(&heard(Verdict::Refuse)));
        let Ok([ApplicationEvent::Refused(event)]) = events.as_deref() else { panic!("{events:?}") };
        assert_eq!(event.board_heard_on, TODAY, "the day is the sitting's, nobody types it");
    }

    #[test]
    fn never_without_ground_and_the_board() {
        let ready = case_after(&heard(Verdict::Refuse));
        assert_eq!(RefuseApplication { ground: " ".to_owned(), ..command() }.decide(&ready), Err(Refusal::NoGround));
        assert!(matches!(RefuseApplication { who: checker(), ..command() }.decide(&ready), Err(Refusal::WrongRole { .. })));
        for given in [story()[..5].to_vec(), story(), put_before_board(), heard(Verdict::Defer)] {
            let case = case_after(&given);
            assert_eq!(command().decide(&case), Err(BoardRefusal::NotHeard(case.diseases().to_vec()).into()));
        }
    }
}
