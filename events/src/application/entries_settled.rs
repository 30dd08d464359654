//! 入力の違いを解消した: of each amount that differed it was said which entry is right. Where the second is, the form was amended in the
//! same act.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{EntryKept, FreeText};

/// One amount that differed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SettledAmount {
    /// The field.
    pub place: String,
    /// Which entry is right.
    pub kept: EntryKept,
}

/// The differences of two entries were settled.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EntriesSettled {
    /// Every amount that differed.
    pub settled: Vec<SettledAmount>,
    /// By what it was decided.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(EntriesSettled: why);
