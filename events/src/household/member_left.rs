//! 世帯から外れた: from the day after, the member shares with nobody of this household.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::SubjectId;

/// A member left the household.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MemberLeft {
    /// The person.
    pub member: SubjectId,
    /// The last day in the household.
    pub last_day: Date,
}

crate::personal::personal!(MemberLeft);
