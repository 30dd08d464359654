//! 届の内容を直す: at the counter, with a reason; from then on the division looks at it again.

use events::notice::{Amended, NoticeContent, NoticeEvent};
use events::vocabulary::FreeText;
use events::{Actor, Personal};
use jiff::civil::Date;

use crate::Refusal;
use crate::notice::{Notice, NoticeAction, NoticeRefusal, Standing, permit};
use crate::procedures::notices;

/// Amend a notice.
#[derive(Clone, PartialEq, Debug)]
pub struct AmendNotice {
    /// Who acts.
    pub who: Actor,
    /// 事由の生じた日.
    pub happened_on: Date,
    /// What it says now; its kind stays.
    pub content: NoticeContent,
    /// Why.
    pub why: FreeText,
    /// What the ledger knows.
    pub standing: Standing,
}

impl AmendNotice {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, notice: &Notice) -> Result<NoticeEvent, Refusal> {
        permit(NoticeAction::Amend, notice, &self.who)?;
        let (Some(kind), Some(filed_on), Some(filer)) = (notice.kind(), notice.filed_on(), notice.filer()) else {
            return Err(NoticeRefusal::NoSuchNotice.into());
        };
        if self.content.kind() != kind {
            return Err(NoticeRefusal::OtherKind(kind).into());
        }
        notices::filing(&self.content, filer, filed_on, &self.standing)?;
        notices::effects(&self.content, (filed_on, self.happened_on), &self.standing)?;
        Ok(Amended { happened_on: self.happened_on, content: Personal::Open(self.content), why: Personal::Open(self.why) }.into())
    }
}
