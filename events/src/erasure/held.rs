//! 消去を差し止めた: an inquiry, a lawsuit or an audit still needs the records (法的保全).

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::SubjectId;
use crate::vocabulary::FreeText;

/// Erasing the person was forbidden until further notice.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Held {
    /// The person.
    pub person: SubjectId,
    /// 理由, under the person's key.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Held: why);
