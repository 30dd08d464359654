//! 申請の取下げ: the applicant takes the application back before it is decided; afterwards there is nothing to take back.

use events::application::{ApplicationEvent, Withdrawn};
use events::vocabulary::FreeText;
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Take an application back.
#[derive(Clone, PartialEq, Debug)]
pub struct WithdrawApplication {
    /// Who acts, at the counter, with the applicant's letter (取下書) before the eyes.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// 取下書の日付, from the day of the application to today.
    pub withdrawn_on: Date,
    /// 理由, where the applicant gave one.
    pub why: Option<FreeText>,
}

impl WithdrawApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Withdraw, case, &self.who)?;
        if self.withdrawn_on > self.today || case.application_date().is_some_and(|applied| self.withdrawn_on < applied) {
            return Err(Refusal::WithdrawalDate);
        }
        Ok(vec![Withdrawn { withdrawn_on: self.withdrawn_on, why: self.why.map(Personal::Open) }.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::Stage;
    use crate::application::samples::{TODAY, case_after, counter, other_counter, refused, story};

    fn command() -> WithdrawApplication {
        WithdrawApplication { who: counter(), today: TODAY, withdrawn_on: TODAY, why: None }
    }

    #[test]
    fn at_any_stage_before_the_decision_and_never_after_it() {
        for given in [1, 4, 5, 6] {
            assert_eq!(command().decide(&case_after(&story()[..given])).map(|events| events.len()), Ok(1), "{given}");
        }
        assert_eq!(
            command().decide(&case_after(&refused())),
            Err(Refusal::WrongStage { action: Action::Withdraw, stage: Stage::Refused })
        );
    }

    #[test]
    fn by_the_own_office_and_with_a_date_that_can_be() {
        let case = case_after(&story()[..1]);
        assert_eq!(WithdrawApplication { who: other_counter(), ..command() }.decide(&case), Err(Refusal::OtherOffice));
        for day in [TODAY.tomorrow().unwrap(), TODAY.yesterday().unwrap()] {
            let wrong = WithdrawApplication { withdrawn_on: day, ..command() };
            assert_eq!(wrong.decide(&case), Err(Refusal::WithdrawalDate));
        }
    }
}
