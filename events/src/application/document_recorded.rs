//! 書類の状態を記録した: one line of the checklist got a state.

use serde::{Deserialize, Serialize};

use super::{ChecklistItem, DocumentState};
use crate::Personal;
use crate::vocabulary::FreeText;

/// The state of one document was recorded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DocumentRecorded {
    /// Line of the checklist.
    pub item: ChecklistItem,
    /// Its state now.
    pub state: DocumentState,
    /// 理由, required for 省略 and 不要.
    pub why: Option<Personal<FreeText>>,
}

crate::personal::personal!(DocumentRecorded; optional why);
