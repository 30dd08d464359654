//! 一括送付を承認した: the letters are made from here on.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// A second person agreed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Released {
    /// Who prepared it.
    pub prepared_by: StaffId,
}

crate::personal::personal!(Released);
