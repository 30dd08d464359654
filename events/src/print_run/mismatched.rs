//! 封入の中身が違った: what was scanned for one envelope does not belong together, is not whole, or counts no longer.

use serde::{Deserialize, Serialize};

use crate::vocabulary::Sheet;

/// A sheet that was scanned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FoundSheet {
    /// Ordinal of its item; none where it belongs to no item of the run.
    pub item: Option<u32>,
    /// Which sheet.
    pub sheet: Sheet,
    /// Whether its certificate still counts.
    pub counts: bool,
}

/// The sheets for an envelope were wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mismatched {
    /// What was scanned.
    pub found: Vec<FoundSheet>,
}

crate::personal::personal!(Mismatched);
