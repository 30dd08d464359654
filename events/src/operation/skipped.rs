//! 脇に置いた出来事を飛ばすことを承認した.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::StaffId;
use crate::vocabulary::FreeText;

/// A second operator agreed: the read model does without the event. The log keeps it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Skipped {
    /// The read model.
    pub read_model: String,
    /// Position of the event.
    pub position: i64,
    /// Who had proposed it.
    pub proposed_by: StaffId,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Skipped: why);
