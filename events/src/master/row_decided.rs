//! マスタの行を決定した: proposed by one, approved by another.

use serde::{Deserialize, Serialize};

use super::RowAdopted;
use crate::ids::{MasterChangeId, StaffId};

/// A row of a master table was decided; from here on it counts like any other.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RowDecided {
    /// The proposal it comes from.
    pub change: MasterChangeId,
    /// Who proposed it; whoever acts is another.
    pub proposed_by: StaffId,
    /// The row.
    pub row: RowAdopted,
}

crate::personal::personal!(RowDecided);
