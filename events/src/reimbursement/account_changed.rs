//! 振込先を変更した: the account that was proposed last counts. What was frozen in a batch stays as it was frozen.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// The account was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountChanged {
    /// Who proposed it.
    pub proposed_by: StaffId,
    /// 変更日.
    pub changed_on: Date,
}

crate::personal::personal!(AccountChanged);
