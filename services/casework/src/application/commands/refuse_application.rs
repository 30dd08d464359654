//! 不認定とする: with ground and reason (行政手続法第8条), after the review board was heard (児童福祉法第19条の3第4項).

use events::application::{ApplicationEvent, Refused};
use events::vocabulary::FreeText;
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Refuse an application.
#[derive(Clone, PartialEq, Debug)]
pub struct RefuseApplication {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan: 決定日.
    pub today: Date,
    /// Phrase of the reason master, by its key.
    pub ground: String,
    /// The reason as told to the family.
    pub why: FreeText,
    /// The day on which the review board gave its opinion, at the latest today.
    pub board_heard_on: Date,
}

impl RefuseApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Refuse, case, &self.who)?;
        if self.ground.trim().is_empty() {
            return Err(Refusal::NoGround);
        }
        if self.board_heard_on > self.today {
            return Err(Refusal::BoardNotHeard);
        }
        if case.application_date().is_some_and(|applied| self.board_heard_on < applied) {
            return Err(Refusal::BoardBeforeApplication);
        }
        let Self { today: decided_on, ground, why, board_heard_on, .. } = self;
        Ok(vec![Refused { decided_on, ground, why: Personal::Open(why), board_heard_on }.into()])
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;
    use crate::Fact;
    use crate::application::Stage;
    use crate::application::samples::{TODAY, approver, case_after, checker, story, text};

    fn command() -> RefuseApplication {
        RefuseApplication {
            who: approver(),
            today: TODAY,
            ground: "criteria_not_met".to_owned(),
            why: text("疾病の状態の程度が基準を満たさないため。"),
            board_heard_on: TODAY,
        }
    }

    fn when(given: usize, command: RefuseApplication) -> Result<Vec<Fact<ApplicationEvent>>, Refusal> {
        TestFramework::<Application>::with(()).given(story()[..given].to_vec()).when(command.into()).inspect_result()
    }

    #[test]
    fn refused_from_the_check_or_from_the_approvers_desk() {
        for given in [5, 6] {
            let case = case_after(&[story()[..given].to_vec(), when(given, command()).unwrap()].concat());
            assert_eq!(case.stage(), Some(Stage::Refused));
        }
    }

    #[test]
    fn never_without_ground_and_the_board() {
        assert_eq!(when(6, RefuseApplication { ground: " ".to_owned(), ..command() }), Err(Refusal::NoGround));
        let ahead = TODAY.tomorrow().unwrap();
        assert_eq!(when(6, RefuseApplication { board_heard_on: ahead, ..command() }), Err(Refusal::BoardNotHeard));
        let before = TODAY.yesterday().unwrap();
        assert_eq!(when(6, RefuseApplication { board_heard_on: before, ..command() }), Err(Refusal::BoardBeforeApplication));
        assert!(matches!(when(6, RefuseApplication { who: checker(), ..command() }), Err(Refusal::WrongRole { .. })));
    }
}
