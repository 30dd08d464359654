//! 点検に戻す: the approver asks the checker to look again.

use events::application::{ApplicationEvent, SentBack};
use events::vocabulary::FreeText;
use events::{Actor, Personal};

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Send an application back to the check.
#[derive(Clone, PartialEq, Debug)]
pub struct SendBackApplication {
    /// Who acts.
    pub who: Actor,
    /// What is to be looked at again.
    pub why: FreeText,
}

impl SendBackApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::SendBack, case, &self.who)?;
        Ok(vec![SentBack { why: Personal::Open(self.why) }.into()])
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;
    use crate::application::Stage;
    use crate::application::samples::{approver, case_after, checker, story, text};

    #[test]
    fn the_case_is_checked_again_and_the_approver_stays_free_to_decide() {
        let command = SendBackApplication { who: approver(), why: text("上限額を見直してください。") };
        let facts = TestFramework::<Application>::with(()).given(story()).when(command.into()).inspect_result().unwrap();
        let case = case_after(&[story(), facts].concat());
        assert_eq!((case.stage(), case.conclusion()), (Some(Stage::UnderCheck), None));
        assert!(!case.authors().contains(&approver().id));
    }

    #[test]
    fn the_checker_does_not_send_back() {
        TestFramework::<Application>::with(())
            .given(story())
            .when(SendBackApplication { who: checker(), why: text("…") }.into())
            .then_expect_error(Refusal::WrongRole { action: Action::SendBack, needed: "決裁" });
    }
}
