//! 届を取り下げる: before it is settled, with a reason.

use events::notice::{NoticeEvent, Withdrawn};
use events::vocabulary::FreeText;
use events::{Actor, Personal};

use crate::Refusal;
use crate::notice::{Notice, NoticeAction, permit};

/// Withdraw a notice.
#[derive(Clone, PartialEq, Debug)]
pub struct WithdrawNotice {
    /// Who acts.
    pub who: Actor,
    /// Why.
    pub why: FreeText,
}

impl WithdrawNotice {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, notice: &Notice) -> Result<NoticeEvent, Refusal> {
        permit(NoticeAction::Withdraw, notice, &self.who)?;
        Ok(Withdrawn { why: Personal::Open(self.why) }.into())
    }
}
