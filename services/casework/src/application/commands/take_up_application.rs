//! 点検を始める: a checker of the division takes the application up.

use events::Actor;
use events::application::{ApplicationEvent, TakenUp};

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Take an application up for the check.
#[derive(Clone, PartialEq, Debug)]
pub struct TakeUpApplication {
    /// Who acts.
    pub who: Actor,
}

impl TakeUpApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::TakeUp, case, &self.who)?;
        Ok(vec![TakenUp {}.into()])
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;
    use crate::Fact;
    use crate::application::samples::{approver, checker, story};

    #[test]
    fn a_checker_takes_up_what_was_forwarded() {
        TestFramework::<Application>::with(())
            .given(story()[..4].to_vec())
            .when(TakeUpApplication { who: checker() }.into())
            .then_expect_events(vec![Fact::new(TakenUp {}, checker().id)]);
    }

    #[test]
    fn an_approver_does_not_check() {
        TestFramework::<Application>::with(())
            .given(story()[..4].to_vec())
            .when(TakeUpApplication { who: approver() }.into())
            .then_expect_error(Refusal::WrongRole { action: Action::TakeUp, needed: "点検" });
    }
}
