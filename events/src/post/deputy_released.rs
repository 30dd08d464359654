//! 不在を終えた: the holder is back before the last day that was told.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// The holder of a post is back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeputyReleased {
    /// Who was away.
    pub holder: StaffId,
    /// First day of the absence that ends.
    pub from: Date,
    /// The first day on which nobody stands in any more.
    pub back_on: Date,
}

crate::personal::personal!(DeputyReleased);
