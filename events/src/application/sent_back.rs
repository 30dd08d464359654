//! 決裁者が点検に戻した: the approver asks the checker to look again.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// The approver sent the application back to the check.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SentBack {
    /// What is to be looked at again.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(SentBack: why);
