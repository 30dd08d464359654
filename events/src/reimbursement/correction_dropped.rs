//! 支給の訂正の起案をやめた: what was decided stays.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// The proposal of a correction was given up or sent back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CorrectionDropped {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(CorrectionDropped: why);
