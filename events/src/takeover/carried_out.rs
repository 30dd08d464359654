//! 引き継ぎを終えた.

use serde::{Deserialize, Serialize};

/// Every row that could be taken over was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedOut {
    /// Rows that stand in the ledger now.
    pub taken: u32,
    /// Rows that had been right and no longer were, because the ledger had moved on.
    pub refused: u32,
}

crate::personal::personal!(CarriedOut);
