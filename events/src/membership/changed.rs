//! 所属する世帯が変わった.

use serde::{Deserialize, Serialize};

use crate::ids::{HouseholdId, SubjectId};

/// Somebody belongs to another household than before, or to none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// The person.
    pub member: SubjectId,
    /// The household; none where the person left it.
    pub household: Option<HouseholdId>,
}

crate::personal::personal!(Changed);
