//! 飛ばす提案を取り下げた.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// Whoever had proposed to do without a parked event took the proposal back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SkipWithdrawn {
    /// The read model.
    pub read_model: String,
    /// Position of the event.
    pub position: i64,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(SkipWithdrawn: why);
