//! 支払の一覧に載せた: the claim stands in this batch and in no other until its line has a result or the batch is taken back.

use serde::{Deserialize, Serialize};

use crate::ids::{EventId, PaymentBatchId};
use crate::vocabulary::Yen;

/// The claim is to be paid with a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentPlanned {
    /// 支払の一覧.
    pub batch: PaymentBatchId,
    /// The decision or correction whose amount counts.
    pub decision: EventId,
    /// What is paid now.
    pub amount: Yen,
}

crate::personal::personal!(PaymentPlanned);
