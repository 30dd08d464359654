//! 引き継ぎの取消しを求めた.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// Somebody asked for the takeover to be taken back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReversalAsked {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(ReversalAsked: why);
