//! 補正を終えて再提出する: the office answers the correction; the division takes the case up again.

use events::Actor;
use events::application::{ApplicationEvent, Resubmitted};

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Submit a corrected application again.
#[derive(Clone, PartialEq, Debug)]
pub struct ResubmitApplication {
    /// Who acts.
    pub who: Actor,
}

impl ResubmitApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Resubmit, case, &self.who)?;
        Ok(vec![Resubmitted {}.into()])
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;
    use events::Personal;
    use events::application::{CorrectionItem, ReturnedForCorrection};

    use super::*;
    use crate::Fact;
    use crate::application::Stage;
    use crate::application::samples::{TODAY, case_after, checker, counter, story, text};

    fn returned() -> Vec<Fact<ApplicationEvent>> {
        let mut given = story()[..5].to_vec();
        let items = vec![CorrectionItem { about: "application_form".to_owned(), phrase: "missing".to_owned() }];
        given.push(Fact::new(ReturnedForCorrection { items, due_on: TODAY, note: Personal::Open(text("署名を")) }, checker().id));
        given
    }

    #[test]
    fn the_corrected_case_waits_for_the_check_again() {
        let command = ResubmitApplication { who: counter() };
        let facts = TestFramework::<Application>::with(()).given(returned()).when(command.into()).inspect_result();
        let stage = facts.map(|facts| case_after(&[returned(), facts].concat()).stage());
        assert_eq!(stage, Ok(Some(Stage::Forwarded)));
    }

    #[test]
    fn only_the_office_resubmits() {
        TestFramework::<Application>::with(())
            .given(returned())
            .when(ResubmitApplication { who: checker() }.into())
            .then_expect_error(Refusal::WrongRole { action: Action::Resubmit, needed: "窓口" });
    }
}
