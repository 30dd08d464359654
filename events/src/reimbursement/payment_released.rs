//! 支払を承認した: with the batch that the claim stands in.

use serde::{Deserialize, Serialize};

use crate::ids::PaymentBatchId;

/// The payment was released.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentReleased {
    /// 支払の一覧.
    pub batch: PaymentBatchId,
}

crate::personal::personal!(PaymentReleased);
