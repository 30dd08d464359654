//! 届を受け付けた: the counter took a notice about a recipient and gave it a number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Filer, NoticeContent, NoticeKind};
use crate::Personal;
use crate::ids::{AwardId, RecipientId};
use crate::vocabulary::{OfficeCode, PersonName, ReceiptNumber};

/// A notice was received.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Received {
    /// 届の種類.
    pub kind: NoticeKind,
    /// 受付番号, of the same register as applications.
    pub receipt_number: ReceiptNumber,
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定 that the notice is about.
    pub award: AwardId,
    /// 届出日, which for post is the postmark's.
    pub filed_on: Date,
    /// 事由の生じた日: from when the change counts, the last day of the entitlement, the day of the loss.
    pub happened_on: Date,
    /// 処理期限 by the master of the day.
    pub due_on: Date,
    /// 受付事務所.
    pub receiving_office: OfficeCode,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
    /// 届出人.
    pub filer: Filer,
    /// 受給者の氏名, for lists.
    pub name: Personal<PersonName>,
    /// What it says.
    pub content: Personal<NoticeContent>,
}

crate::personal::personal!(Received: name, content);
