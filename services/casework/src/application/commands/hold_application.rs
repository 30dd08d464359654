//! 保留する and 保留を解く: whoever has the case puts it aside until a day, with the reason. Nothing else changes; the next step of the
//! case ends the hold by itself.

use events::application::{ApplicationEvent, Held, HoldReleased};
use events::vocabulary::FreeText;
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// The longest hold, in days.
const LONGEST: i32 = 366;

/// Put an application aside.
#[derive(Clone, PartialEq, Debug)]
pub struct HoldApplication {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// The day on which it comes back: after today, within a year.
    pub until: Date,
    /// What is waited for.
    pub why: FreeText,
}

impl HoldApplication {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::Hold, case, &self.who)?;
        let days = (self.until - self.today).get_days();
        if !(1..=LONGEST).contains(&days) {
            return Err(Refusal::HoldDate);
        }
        Ok(vec![Held { until: self.until, why: Personal::Open(self.why) }.into()])
    }
}

/// Take it back to the desk.
#[derive(Clone, PartialEq, Debug)]
pub struct ReleaseHold {
    /// Who acts.
    pub who: Actor,
}

impl ReleaseHold {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::ReleaseHold, case, &self.who)?;
        Ok(vec![HoldReleased {}.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fact;
    use crate::application::samples::{TODAY, approver, case_after, checker, counter, story, text};

    fn hold(who: Actor, days: i64) -> HoldApplication {
        let until = TODAY.checked_add(jiff::Span::new().days(days)).unwrap();
        HoldApplication { who, today: TODAY, until, why: text("医師の回答を待つため。") }
    }

    fn held(given: usize, who: &Actor) -> Vec<Fact<ApplicationEvent>> {
        let before = story()[..given].to_vec();
        let events = hold(who.clone(), 7).decide(&case_after(&before)).unwrap();
        [before, events.into_iter().map(|event| Fact { event, by: who.id }).collect()].concat()
    }

    #[test]
    fn whoever_has_the_case_puts_it_aside_and_takes_it_back() {
        for (given, who) in [(1, counter()), (5, checker()), (6, approver())] {
            let facts = held(given, &who);
            let case = case_after(&facts);
            assert_eq!(case.held_until(), Some(hold(who.clone(), 7).until));
            assert_eq!(hold(who.clone(), 7).decide(&case), Err(Refusal::AlreadyHeld));
            let back = ReleaseHold { who: who.clone() }.decide(&case).unwrap();
            let after = facts.into_iter().chain(back.into_iter().map(|event| Fact { event, by: who.id })).collect::<Vec<_>>();
            assert_eq!(case_after(&after).held_until(), None);
            assert_eq!(ReleaseHold { who }.decide(&case_after(&after)), Err(Refusal::NotHeld));
        }
    }

    #[test]
    fn the_next_step_ends_it() {
        let mut facts = held(5, &checker());
        facts.push(story()[5].clone());
        assert_eq!(case_after(&facts).held_until(), None);
    }

    #[test]
    fn an_approver_who_waits_is_no_author() {
        let case = case_after(&held(6, &approver()));
        assert!(crate::application::permit(Action::Approve, &case, &approver()).is_ok());
    }

    #[test]
    fn not_for_ever_not_in_the_past_not_by_others() {
        let case = case_after(&story()[..5]);
        assert_eq!(hold(checker(), 0).decide(&case), Err(Refusal::HoldDate));
        assert_eq!(hold(checker(), 400).decide(&case), Err(Refusal::HoldDate));
        assert!(matches!(hold(counter(), 7).decide(&case), Err(Refusal::WrongRole { .. })));
    }
}
