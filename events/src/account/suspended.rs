//! アカウントを停止した: by an administrator; wrong passwords are another event.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// Signing in is refused until an administrator lifts it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Suspended {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Suspended: why);
