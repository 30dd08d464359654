//! 付与の申し出をやめた: whoever proposed it withdrew it, or the second person declined.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// What was proposed is not given.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GrantDropped {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(GrantDropped: why);
