//! 消去を起案した: the time for which the records had to be kept is over.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::SubjectId;

/// The erasure of a person was proposed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposed {
    /// The person: a recipient, or an application that was refused.
    pub person: SubjectId,
    /// Everybody whose key goes: the person, the applications it came with, and the files of old ledgers in which it may stand.
    pub subjects: Vec<SubjectId>,
    /// The day on which the last entitlement ended, or the refusal was decided.
    pub last_ended_on: Date,
    /// 保存期間の満了日.
    pub kept_until: Date,
    /// 保存年数, counted from the end of that fiscal year.
    pub years: u8,
}

crate::personal::personal!(Proposed);
