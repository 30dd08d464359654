//! 重複の疑いに答えた: whether the child of an application is the one of another record. A later answer about the same record takes the
//! place of the earlier, and undoes the link that came with it; both stay in the history.

use serde::{Deserialize, Serialize};

use super::{EarlierAward, OtherRecord};
use crate::Personal;
use crate::ids::{AwardId, RecipientId};
use crate::vocabulary::{FreeText, Sameness};

/// The recipient that the application goes on from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Linked {
    /// 受給者.
    pub recipient: RecipientId,
    /// The last award.
    pub award: AwardId,
    /// What an application says of it.
    pub earlier: EarlierAward,
}

/// Somebody said whether two records are of one child.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SamenessJudged {
    /// The other record.
    pub other: OtherRecord,
    /// The answer.
    pub verdict: Sameness,
    /// Why.
    pub why: Personal<FreeText>,
    /// Where the child is a recipient, the award from which the application goes on.
    pub linked: Option<Linked>,
}

crate::personal::personal!(SamenessJudged: why);
