//! 消去した: from here on nobody can read what was sealed for the person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{KeyId, StaffId, SubjectId};

/// The person was erased. The keys are destroyed because this event says so, and after it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedOut {
    /// The person.
    pub person: SubjectId,
    /// Everybody whose keys are destroyed.
    pub subjects: Vec<SubjectId>,
    /// The keys that are destroyed.
    pub keys: Vec<KeyId>,
    /// Who proposed it; somebody else carried it out.
    pub proposed_by: StaffId,
    /// 保存期間の満了日.
    pub kept_until: Date,
    /// The cipher under which the data stays, unreadable.
    pub algorithm: String,
    /// The day on which the last backup of the keys is past (鍵の控えの最終失効日); until then a restored backup must be erased again.
    pub key_backups_until: Date,
}

crate::personal::personal!(CarriedOut);
