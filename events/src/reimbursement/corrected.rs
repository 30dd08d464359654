//! 支給を訂正した: the right amount counts in the place of the decision that is named; the difference is returned or paid.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{EventId, StaffId};
use crate::vocabulary::Yen;

/// A payment was corrected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Corrected {
    /// The decision that it corrects.
    pub corrects: EventId,
    /// Who proposed it.
    pub proposed_by: StaffId,
    /// 決定日.
    pub decided_on: Date,
    /// What was decided before.
    pub before: Yen,
    /// What is right.
    pub amount: Yen,
}

impl Corrected {
    /// 返還を求める額; nothing where something is paid on top.
    pub const fn to_return(&self) -> i64 {
        let over = self.before.amount() - self.amount.amount();
        if over > 0 { over } else { 0 }
    }

    /// 追加で支払う額; nothing where something is to be returned.
    pub const fn to_pay(&self) -> i64 {
        let short = self.amount.amount() - self.before.amount();
        if short > 0 { short } else { 0 }
    }
}

crate::personal::personal!(Corrected);
