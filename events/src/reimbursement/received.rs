//! 療養費の請求を受け付けた: the counter took a claim with its receipts and gave it a number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Claim;
use crate::Personal;
use crate::ids::{AwardId, RecipientId};
use crate::notice::Filer;
use crate::vocabulary::{OfficeCode, PersonName, ReceiptNumber};

/// A claim was received.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Received {
    /// 受付番号, of the same register as applications.
    pub receipt_number: ReceiptNumber,
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// 請求日, which for post is the postmark's.
    pub filed_on: Date,
    /// 処理期限 by the master of the day.
    pub due_on: Date,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
    /// 請求者.
    pub filer: Filer,
    /// First days of the months that are claimed.
    pub months: Vec<Date>,
    /// 受給者の氏名, for lists.
    pub name: Personal<PersonName>,
    /// What is claimed, and where it is paid to.
    pub claim: Personal<Claim>,
}

crate::personal::personal!(Received: name, claim);
