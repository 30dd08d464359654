//! 振込の結果が出た: paid, or open again.

use serde::{Deserialize, Serialize};

use crate::ids::PaymentBatchId;
use crate::payment_batch::PaymentOutcome;

/// What became of the payment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentSettled {
    /// 支払の一覧.
    pub batch: PaymentBatchId,
    /// What became of it.
    pub outcome: PaymentOutcome,
}

crate::personal::personal!(PaymentSettled);
