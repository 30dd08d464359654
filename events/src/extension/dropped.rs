//! 一括延長の起案をやめた: taken back by who proposed it, or sent back by the approver.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// A proposal was given up; nothing was extended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dropped {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Dropped: why);
