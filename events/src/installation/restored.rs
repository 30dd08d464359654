//! 古い状態からの復元を申告した: signed events are lost for good, and the log goes on from an older state. Two persons answer for it.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// A database older than the newest checkpoint was put back, what was lost cannot be had, and work goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restored {
    /// The logs that lost events, at least one.
    pub lost: Vec<Lost>,
    /// The second person, who signed in for it, too.
    pub approved_by: StaffId,
}

/// What one log lost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lost {
    /// `casework` or `access`.
    pub log: String,
    /// Events that are still what was signed: the size of the newest checkpoint that holds.
    pub kept: i64,
    /// Size of the newest checkpoint that was signed before. It, and those between, hold no more.
    pub signed: i64,
    /// Its root, in hexadecimal.
    pub root: String,
}

crate::personal::personal!(Restored);
