//! 療養費の請求を取り下げた: before it was decided.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// A claim was withdrawn.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Withdrawn: why);
