//! 脇に置いた出来事が、あとから適用できた.

use serde::{Deserialize, Serialize};

/// A parked event was applied after all, with what had waited behind it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Retried {
    /// The read model.
    pub read_model: String,
    /// Position of the event.
    pub position: i64,
    /// Type of the event.
    pub event_type: String,
}

crate::personal::personal!(Retried);
