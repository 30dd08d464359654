//! 保留を解いた: before its day.

use serde::{Deserialize, Serialize};

/// The application was taken back to the desk.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct HoldReleased {}

crate::personal::personal!(HoldReleased);
