//! 返戻された通知文書の送り先を確かめた.

use serde::{Deserialize, Serialize};

use crate::ids::ApplicationId;
use crate::vocabulary::AddressOutcome;

/// Somebody made sure of the address of a letter that came back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AddressChecked {
    /// 申請, as the letter has it.
    pub application: ApplicationId,
    /// What was found out.
    pub outcome: AddressOutcome,
}

crate::personal::personal!(AddressChecked);
