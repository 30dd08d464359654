//! 補正を求めて返す: what is to be corrected, why, and until when (行政手続法第7条).

use events::application::{ApplicationEvent, CorrectionItem, ReturnedForCorrection};
use events::vocabulary::FreeText;
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::application::{Action, Application, permit};

/// Return an application for correction.
#[derive(Clone, PartialEq, Debug)]
pub struct ReturnForCorrection {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// 補正事項; at least one.
    pub items: Vec<CorrectionItem>,
    /// 補正期限, after today.
    pub due_on: Date,
    /// What the office is asked to do.
    pub note: FreeText,
}

impl ReturnForCorrection {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        permit(Action::ReturnForCorrection, case, &self.who)?;
        if !self.items.iter().any(|item| !item.about.is_empty() && !item.phrase.is_empty()) {
            return Err(Refusal::NoCorrectionItem);
        }
        if self.due_on <= self.today {
            return Err(Refusal::DueDateNotAhead);
        }
        Ok(vec![ReturnedForCorrection { items: self.items, due_on: self.due_on, note: Personal::Open(self.note) }.into()])
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;
    use crate::application::Stage;
    use crate::application::samples::{TODAY, case_after, checker, story, text};

    fn command() -> ReturnForCorrection {
        ReturnForCorrection {
            who: checker(),
            today: TODAY,
            items: vec![CorrectionItem { about: "household".to_owned(), phrase: "tax_certificate_missing".to_owned() }],
            due_on: TODAY.tomorrow().unwrap(),
            note: text("課税証明書を付けてください。"),
        }
    }

    fn when(command: ReturnForCorrection) -> Result<Vec<crate::Fact<ApplicationEvent>>, Refusal> {
        TestFramework::<Application>::with(()).given(story()[..5].to_vec()).when(command.into()).inspect_result()
    }

    #[test]
    fn the_case_goes_back_with_items_and_due_date() {
        let case = case_after(&[story()[..5].to_vec(), when(command()).unwrap()].concat());
        assert_eq!(case.stage(), Some(Stage::ReturnedForCorrection));
        assert_eq!(case.correction().map(|c| (c.items.len(), c.due_on)), Some((1, TODAY.tomorrow().unwrap())));
    }

    #[test]
    fn without_items_or_time_it_stays() {
        assert_eq!(when(ReturnForCorrection { items: Vec::new(), ..command() }), Err(Refusal::NoCorrectionItem));
        assert_eq!(when(ReturnForCorrection { due_on: TODAY, ..command() }), Err(Refusal::DueDateNotAhead));
    }
}
