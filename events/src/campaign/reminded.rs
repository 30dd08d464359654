//! 更新の督促を送った: to those who were guided and have not applied.

use serde::{Deserialize, Serialize};

use crate::ids::RecipientId;

/// Reminders went out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reminded {
    /// To whom.
    pub recipients: Vec<RecipientId>,
}

crate::personal::personal!(Reminded);
