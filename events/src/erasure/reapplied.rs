//! 復元した記録に、消去をやり直した: a backup from before the erasure was restored, and with it the key.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{EventId, SubjectId};

/// An erasure that this log no longer knows was done again, from the list kept outside the database.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reapplied {
    /// The person.
    pub person: SubjectId,
    /// Everybody whose keys were destroyed.
    pub subjects: Vec<SubjectId>,
    /// The event that carried it out, as the list names it.
    pub carried_out: EventId,
    /// When that was.
    pub carried_out_at: Timestamp,
}

crate::personal::personal!(Reapplied);
