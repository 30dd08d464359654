//! アカウントの停止を解いた: an administrator looked into it.

use serde::{Deserialize, Serialize};

/// The account was unlocked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unlocked {}

crate::personal::personal!(Unlocked);
