//! One line of a batch: how much is paid on which decision to which account, frozen. The account stands sealed in the event that is named.

use serde::{Deserialize, Serialize};

use crate::ids::{EventId, RecipientId, ReimbursementId};
use crate::vocabulary::{ReceiptNumber, Yen};

/// A claim to be paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentLine {
    /// 療養費の請求.
    pub reimbursement: ReimbursementId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 受給者.
    pub recipient: RecipientId,
    /// The decision or correction whose amount counts.
    pub decision: EventId,
    /// What is paid now: less than was decided where a part was paid before.
    pub amount: Yen,
    /// The event that told the account.
    pub account: EventId,
    /// Keyed digest of the account, hexadecimal.
    pub account_mark: String,
}
