//! 読めない出来事を脇に置いた.

use serde::{Deserialize, Serialize};

/// A read model could not apply an event and goes on without it for now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Parked {
    /// The read model.
    pub read_model: String,
    /// Position of the event in the log that it follows.
    pub position: i64,
    /// Type of the event.
    pub event_type: String,
    /// Why it could not be applied. Nothing personal.
    pub error: String,
}

crate::personal::personal!(Parked);
