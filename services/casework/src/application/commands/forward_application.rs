//! 進達する: the office hands the application to the division. Papers may still be missing; the check will say so.

use events::Actor;
use events::application::{ApplicationEvent, Forwarded};
use events::ids::TransmittalId;

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Forward an application to the division.
#[derive(Clone, PartialEq, Debug)]
pub struct ForwardApplication {
    /// Who acts.
    pub who: Actor,
    /// 進達書 it goes with; none where it goes alone.
    pub transmittal: Option<TransmittalId>,
}

impl ForwardApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Forward, case, &self.who)?;
        Ok(vec![Forwarded { transmittal: self.transmittal }.into()])
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;
    use crate::Fact;
    use crate::application::Stage;
    use crate::application::samples::{checker, counter, other_counter, story};

    #[test]
    fn the_office_forwards_its_case() {
        TestFramework::<Application>::with(())
            .given(story()[..3].to_vec())
            .when(ForwardApplication { who: counter(), transmittal: None }.into())
            .then_expect_events(vec![Fact::new(Forwarded { transmittal: None }, counter().id)]);
    }

    #[test]
    fn not_twice_not_another_office_not_the_division() {
        let framework = || TestFramework::<Application>::with(());
        framework()
            .given(story()[..4].to_vec())
            .when(ForwardApplication { who: counter(), transmittal: None }.into())
            .then_expect_error(Refusal::WrongStage { action: Action::Forward, stage: Stage::Forwarded });
        framework()
            .given(story()[..3].to_vec())
            .when(ForwardApplication { who: other_counter(), transmittal: None }.into())
            .then_expect_error(Refusal::OtherOffice);
        framework()
            .given(story()[..3].to_vec())
            .when(ForwardApplication { who: checker(), transmittal: None }.into())
            .then_expect_error(Refusal::WrongRole { action: Action::Forward, needed: "窓口" });
        framework()
            .given_no_previous_events()
            .when(ForwardApplication { who: counter(), transmittal: None }.into())
            .then_expect_error(Refusal::NoSuchApplication);
    }
}
