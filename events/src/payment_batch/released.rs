//! 支払の一覧を承認した: its files may be taken out from here on.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// A second person agreed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Released {
    /// Who drew it up.
    pub drawn_by: StaffId,
}

crate::personal::personal!(Released);
