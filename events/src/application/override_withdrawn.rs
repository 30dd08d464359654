//! 手で改めた値を取り下げた: the value that the rules propose counts again.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{FreeText, OverriddenItem};

/// An overridden value was given up before the decision.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideWithdrawn {
    /// Which.
    pub item: OverriddenItem,
    /// 理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(OverrideWithdrawn: why);
