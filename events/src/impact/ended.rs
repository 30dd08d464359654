//! 影響調査が終わった.

use serde::{Deserialize, Serialize};

use super::Totals;

/// How it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every award of the period was decided again.
    Finished,
    /// Somebody stopped it.
    Stopped,
    /// It could not be carried out.
    Failed,
}

impl Outcome {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Finished => "終わった",
            Self::Stopped => "途中で止めた",
            Self::Failed => "できなかった",
        }
    }
}

/// A study ended; its rows are working state that can be made again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// How.
    pub outcome: Outcome,
    /// Of everything that was decided again until then.
    pub totals: Totals,
    /// SHA-256, hex, over the rows in their order: whoever studies the same again gets the same.
    pub digest: String,
}

crate::personal::personal!(Ended);
