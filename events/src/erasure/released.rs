//! 差し止めを解いた: nobody needs the records any more.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::SubjectId;
use crate::vocabulary::FreeText;

/// The hold was lifted.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Released {
    /// The person.
    pub person: SubjectId,
    /// 理由, under the person's key.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Released: why);
