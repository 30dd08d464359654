//! 改定案を差し戻した: whoever proposed it writes it anew or withdraws it.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// A proposal goes back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Returned {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Returned: why);
