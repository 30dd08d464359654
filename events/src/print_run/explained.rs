//! 差の理由を記録した: why something that was decided is not posted, and until when somebody sees to it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::AwardId;
use crate::vocabulary::FreeText;

/// A difference was explained; it is a task from then on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Explained {
    /// 支給認定.
    pub award: AwardId,
    /// Why, and what is done about it.
    pub why: Personal<FreeText>,
    /// Until when.
    pub due_on: Date,
}

crate::personal::personal!(Explained: why);
