//! 封入を照合した: every sheet of the item, and none of another, went into its envelope.

use serde::{Deserialize, Serialize};

/// An item was put into its envelope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Matched {
    /// Its ordinal.
    pub item: u32,
}

crate::personal::personal!(Matched);
