//! 連絡ファイルを承認した: it may be taken out from here on.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// A second person agreed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Released {
    /// Who froze it.
    pub prepared_by: StaffId,
}

crate::personal::personal!(Released);
