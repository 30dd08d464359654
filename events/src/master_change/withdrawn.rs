//! 改定案を取り下げた.

use serde::{Deserialize, Serialize};

/// Whoever proposed it does so no more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Withdrawn {}

crate::personal::personal!(Withdrawn);
