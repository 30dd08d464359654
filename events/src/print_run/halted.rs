//! 作成を止めた、再開した.

use serde::{Deserialize, Serialize};

/// Rendering was halted: by somebody, or by the program where a document is not what was issued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Halted {
    /// Ordinal of the item that cannot be rendered; none where somebody wanted it.
    pub at: Option<u32>,
}

crate::personal::personal!(Halted);

/// Rendering goes on where it was halted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Resumed {}

crate::personal::personal!(Resumed);
