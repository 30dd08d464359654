//! 連絡ファイルの内容を確定した: from here on the file does not move, whatever happens to the ledger.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FileLayout, Item, ReviewBody, Undecided};

/// What stands in a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Prepared {
    /// Whom it is for.
    pub body: ReviewBody,
    /// First day of the month it is for.
    pub month: Date,
    /// Number of the file among all files of the organisation, counting from 1.
    pub serial: u32,
    /// How it is written.
    pub layout: FileLayout,
    /// Position of the casework log up to which the ledger was known.
    pub known_up_to: i64,
    /// The lines.
    pub items: Vec<Item>,
    /// Awards that belong to some organisation, nobody knows which: their insurance is not known, or the masters say nothing of its kind.
    pub undecided: Vec<Undecided>,
    /// Keyed digest of its bytes, hexadecimal.
    pub digest: String,
}

crate::personal::personal!(Prepared);
