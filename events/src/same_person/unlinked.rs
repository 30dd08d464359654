//! 結び付けを取り消した: they are two persons after all, or the other row was to go on.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, RecipientId};
use crate::vocabulary::FreeText;

/// Both rows stand by themselves again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Unlinked {
    /// The row that had been linked.
    pub recipient: RecipientId,
    /// The row it was linked to.
    pub with: RecipientId,
    /// The applications by which both came into the ledger.
    pub applications: [ApplicationId; 2],
    /// 取り消す理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Unlinked: why);
