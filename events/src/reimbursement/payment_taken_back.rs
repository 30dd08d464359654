//! 支払の一覧が取りやめになった: the claim is open again.

use serde::{Deserialize, Serialize};

use crate::ids::PaymentBatchId;

/// The batch was taken back before it was handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentTakenBack {
    /// 支払の一覧.
    pub batch: PaymentBatchId,
}

crate::personal::personal!(PaymentTakenBack);
