//! 発行を締めた: all was posted, or each difference has its reason and its task.

use serde::{Deserialize, Serialize};

use crate::ids::AwardId;

/// A run was closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// Awards whose certificate was not posted; a later run may take them.
    pub left: Vec<AwardId>,
}

crate::personal::personal!(Closed);
