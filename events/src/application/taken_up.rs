//! 点検を始めた: a checker of the division took the application up.

use serde::{Deserialize, Serialize};

/// A checker took the application up.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TakenUp {}

crate::personal::personal!(TakenUp);
