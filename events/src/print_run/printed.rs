//! 印刷を確かめた: a range of items lies on paper.

use serde::{Deserialize, Serialize};

/// Items were printed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Printed {
    /// Ordinal of the first.
    pub from: u32,
    /// Ordinal of the last.
    pub until: u32,
}

crate::personal::personal!(Printed);
