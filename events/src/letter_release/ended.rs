//! 一括送付の通知文書を作り終えた.

use serde::{Deserialize, Serialize};

use crate::ids::AwardId;

/// How the making ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Everybody was looked at.
    Finished,
    /// Somebody stopped it; what was made stays.
    Stopped,
}

impl Outcome {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Finished => "作り終えた",
            Self::Stopped => "途中で止めた",
        }
    }
}

/// What was made, and what was not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// How.
    pub outcome: Outcome,
    /// Letters that stand.
    pub made: u32,
    /// Those whose letter could not be made: erased, or with characters that cannot be printed.
    pub left: Vec<AwardId>,
}

crate::personal::personal!(Ended);
