//! 届を窓口に戻す: with what is to be mended, and until when.

use events::notice::{NoticeEvent, Returned};
use events::vocabulary::FreeText;
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::notice::{Notice, NoticeAction, permit};

/// Return a notice to the counter.
#[derive(Clone, PartialEq, Debug)]
pub struct ReturnNotice {
    /// Who acts.
    pub who: Actor,
    /// Today in Japan.
    pub today: Date,
    /// Until when the counter answers, after today.
    pub due_on: Date,
    /// What is to be mended.
    pub why: FreeText,
}

impl ReturnNotice {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, notice: &Notice) -> Result<NoticeEvent, Refusal> {
        permit(NoticeAction::Return, notice, &self.who)?;
        if self.due_on <= self.today {
            return Err(Refusal::DueDateNotAhead);
        }
        Ok(Returned { due_on: self.due_on, why: Personal::Open(self.why) }.into())
    }
}
