//! 起案を取り下げた.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::SubjectId;
use crate::vocabulary::FreeText;

/// The proposal was withdrawn.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The person.
    pub person: SubjectId,
    /// 理由, under the person's key.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Withdrawn: why);
