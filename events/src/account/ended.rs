//! アカウントを終了した: whoever held it does not come back under it. What they did stays theirs.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// The account is over.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Ended: why);
