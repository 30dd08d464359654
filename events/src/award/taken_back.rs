//! 引き継ぎを取り消した: the award came from the old ledger by mistake, and none of its days counts here.

use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, RecipientId, TakeoverId};

/// A taken-over award was taken back with its takeover.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TakenBack {
    /// 受給者.
    pub recipient: RecipientId,
    /// The record it came from.
    pub application: ApplicationId,
    /// The takeover.
    pub takeover: TakeoverId,
}

crate::personal::personal!(TakenBack);
