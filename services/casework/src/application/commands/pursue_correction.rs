//! 補正を催促する and 補正を待たずに点検に戻す: what can be done when the family has not answered by the due date (行政手続法第7条).

use events::Actor;
use events::application::{ApplicationEvent, Recalled, Reminded};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Remind the family, with another due date.
#[derive(Clone, PartialEq, Debug)]
pub struct RemindOfCorrection {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// The new 補正期限, after today.
    pub due_on: Date,
}

impl RemindOfCorrection {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Remind, case, &self.who)?;
        lapsed(case, self.today)?;
        if self.due_on <= self.today {
            return Err(Refusal::DueDateNotAhead);
        }
        Ok(vec![Reminded { due_on: self.due_on }.into()])
    }
}

/// Go on without the correction.
#[derive(Clone, PartialEq, Debug)]
pub struct RecallApplication {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
}

impl RecallApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Recall, case, &self.who)?;
        lapsed(case, self.today)?;
        Ok(vec![Recalled {}.into()])
    }
}

/// The family has its time.
fn lapsed(case: &Application, today: Date) -> Result<(), Refusal> {
    match case.correction() {
        Some(correction) if today <= correction.due_on => Err(Refusal::CorrectionRuns(correction.due_on)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use events::Personal;
    use events::application::{CorrectionItem, ReturnedForCorrection};

    use super::*;
    use crate::Fact;
    use crate::application::Stage;
    use crate::application::samples::{TODAY, case_after, checker, counter, story, text};

    fn returned() -> Vec<Fact<ApplicationEvent>> {
        let items = vec![CorrectionItem { about: "application_form".to_owned(), phrase: "missing".to_owned() }];
        let event = ReturnedForCorrection { items, due_on: TODAY, note: Personal::Open(text("署名を")) };
        [story()[..5].to_vec(), vec![Fact::new(event, checker().id)]].concat()
    }

    fn after(mut facts: Vec<Fact<ApplicationEvent>>, events: Vec<ApplicationEvent>) -> Application {
        facts.extend(events.into_iter().map(|event| Fact { event, by: checker().id }));
        case_after(&facts)
    }

    #[test]
    fn after_the_due_date_the_family_is_reminded_or_the_check_goes_on() {
        let late = TODAY.tomorrow().unwrap();
        let due_on = late.tomorrow().unwrap();
        let remind = RemindOfCorrection { who: checker(), today: late, due_on };
        let reminded = after(returned(), remind.decide(&case_after(&returned())).unwrap());
        assert_eq!(reminded.correction().map(|one| (one.due_on, one.reminders)), Some((due_on, 1)));
        let recall = |today, case: &Application| RecallApplication { who: checker(), today }.decide(case);
        assert_eq!(recall(late, &reminded), Err(Refusal::CorrectionRuns(due_on)), "the new time counts");
        let back = after(returned(), recall(late, &case_after(&returned())).unwrap());
        assert_eq!(back.stage(), Some(Stage::UnderCheck));
    }

    #[test]
    fn until_then_the_family_has_its_time() {
        let case = case_after(&returned());
        let tomorrow = TODAY.tomorrow().unwrap();
        let remind = |today, due_on| RemindOfCorrection { who: checker(), today, due_on }.decide(&case);
        assert_eq!(remind(TODAY, tomorrow), Err(Refusal::CorrectionRuns(TODAY)));
        assert_eq!(remind(tomorrow, tomorrow), Err(Refusal::DueDateNotAhead));
        assert_eq!(RecallApplication { who: checker(), today: TODAY }.decide(&case), Err(Refusal::CorrectionRuns(TODAY)));
        let counter = RecallApplication { who: counter(), today: tomorrow }.decide(&case);
        assert!(matches!(counter, Err(Refusal::WrongRole { .. })));
    }
}
