//! 届を窓口に戻した: something is missing or contradicts the ledger.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// A notice went back to the counter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Returned {
    /// Until when the counter answers.
    pub due_on: Date,
    /// What is to be mended.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Returned: why);
