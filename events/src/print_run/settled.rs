//! 差の課題を終えた.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::AwardId;
use crate::vocabulary::FreeText;

/// A task that a difference left is done.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Settled {
    /// 支給認定.
    pub award: AwardId,
    /// What was done.
    pub how: Personal<FreeText>,
}

crate::personal::personal!(Settled: how);
