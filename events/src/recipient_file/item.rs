//! One line of a file, and what it says of an award.

use serde::{Deserialize, Serialize};

use crate::ids::{AwardId, EventId, RecipientId};
use crate::vocabulary::{PayerNumber, RecipientNumber, Severity, Tier, ValidityPeriod, Yen};

codes! {
    /// 異動の区分.
    ItemKind, UnknownItemKind, "異動の区分を表す語ではありません。" {
        /// The organisation was never told of the award.
        New = "new", "新規";
        /// What it was told is no longer so.
        Changed = "changed", "変更";
        /// The right ends earlier than it was told, or never counted.
        Lost = "lost", "喪失";
    }
}

/// What an organisation is told of an award.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// 公費負担者番号.
    pub payer_number: PayerNumber,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 有効期間.
    pub validity: ValidityPeriod,
    /// 階層区分.
    pub tier: Option<Tier>,
    /// 一般・重症・人工呼吸器等.
    pub severity: Severity,
    /// 自己負担上限月額.
    pub monthly_cap: Yen,
    /// None of its days counts (初日から取消).
    pub annulled: bool,
}

/// An award of which nobody can say who reviews its claims, so that it is told to nobody anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Undecided {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
}

/// One line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// 新規・変更・喪失.
    pub kind: ItemKind,
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// The event of the award that it stems from.
    pub source: EventId,
    /// 再送: the same was in an earlier file and was rejected.
    pub again: bool,
    /// What is told.
    pub entry: Entry,
}
