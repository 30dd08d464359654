//! 更新の案内を送った.

use serde::{Deserialize, Serialize};

use crate::ids::RecipientId;

/// Guides went out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Guided {
    /// To whom.
    pub recipients: Vec<RecipientId>,
}

crate::personal::personal!(Guided);
