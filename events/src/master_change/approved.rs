//! 改定案を承認した: its rows are told on their tables in the same act.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// A second person agreed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Approved {
    /// Who proposed it.
    pub proposed_by: StaffId,
}

crate::personal::personal!(Approved);
