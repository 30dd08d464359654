//! 引き継ぎを取り消した.

use serde::{Deserialize, Serialize};

/// What nobody had touched was taken back; the rest is kept, and listed beside the log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reversed {
    /// Awards that were taken back.
    pub taken_back: u32,
    /// Awards that are kept, because somebody has gone on with them since.
    pub kept: u32,
}

crate::personal::personal!(Reversed);
