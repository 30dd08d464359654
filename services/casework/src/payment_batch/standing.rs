//! Whether a line is still as it was frozen, asked of its claim when somebody releases the batch.

use std::collections::BTreeSet;

use events::codes;
use events::ids::{EventId, StaffId};
use events::payment_batch::PaymentLine;

codes! {
    /// Why a line is not released.
    Doubt, UnknownDoubt, "承認できない理由を表す語ではありません。" {
        /// Somebody proposed another amount.
        Correcting = "correcting", "支給額の訂正が決裁を待っています";
        /// Another amount was decided.
        Corrected = "corrected", "一覧を作った後に支給額が訂正されました";
        /// Somebody proposed another account.
        AccountChanging = "account_changing", "振込先の変更が決裁を待っています";
        /// Another account was decided.
        AccountChanged = "account_changed", "一覧を作った後に振込先が変わりました";
        /// Four eyes.
        OwnWork = "own_work", "請求の受付・算定、支給の決定・訂正、振込先の変更に関わった人は承認できません";
    }
}

/// A claim as it stands when its batch is released.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimNow {
    /// The newest decision on its amount.
    pub decision: Option<EventId>,
    /// A correction waits.
    pub correcting: bool,
    /// The event that told its account, and the keyed digest of it.
    pub account: Option<(EventId, String)>,
    /// Another account waits.
    pub account_changing: bool,
    /// Who had a part in what is paid.
    pub hands: BTreeSet<StaffId>,
}

impl ClaimNow {
    /// Why this person may not release the line; none where they may.
    pub fn doubt(&self, line: &PaymentLine, who: StaffId) -> Option<Doubt> {
        self.moved(line).or_else(|| self.hands.contains(&who).then_some(Doubt::OwnWork))
    }

    /// What moved or is about to since the line was frozen.
    pub fn moved(&self, line: &PaymentLine) -> Option<Doubt> {
        let same_account =
            self.account.as_ref().is_some_and(|(event, mark)| *event == line.account && *mark == line.account_mark);
        if self.correcting {
            Some(Doubt::Correcting)
        } else if self.decision != Some(line.decision) {
            Some(Doubt::Corrected)
        } else if self.account_changing {
            Some(Doubt::AccountChanging)
        } else if !same_account {
            Some(Doubt::AccountChanged)
        } else {
            None
        }
    }
}
