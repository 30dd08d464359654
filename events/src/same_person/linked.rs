//! 同じ人として結び付けた: what comes is received under the other row.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, RecipientId};
use crate::vocabulary::FreeText;

/// Two recipients are one person.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Linked {
    /// The row that nothing new begins from.
    pub recipient: RecipientId,
    /// The row that goes on.
    pub with: RecipientId,
    /// The applications by which both came into the ledger; it is told in the history of each.
    pub applications: [ApplicationId; 2],
    /// 何で確かめたか.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Linked: why);
