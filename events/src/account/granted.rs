//! 役割と所属を付与した: a second person agreed, and from now on the account has them.

use serde::{Deserialize, Serialize};

use crate::StaffRole;
use crate::ids::StaffId;
use crate::vocabulary::OfficeCode;

/// Role and office were given by two.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Granted {
    /// 役割.
    pub role: StaffRole,
    /// 所属.
    pub office: OfficeCode,
    /// Who proposed it.
    pub proposed_by: StaffId,
}

crate::personal::personal!(Granted);
