//! 脇に置いた出来事を飛ばすよう提案した.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// An operator proposed that a read model does without a parked event for good.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SkipProposed {
    /// The read model.
    pub read_model: String,
    /// Position of the event.
    pub position: i64,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(SkipProposed: why);
