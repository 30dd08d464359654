//! 振込先の変更の起案をやめた: the account stays.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// The proposal of another account was given up or sent back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AccountChangeDropped {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(AccountChangeDropped: why);
