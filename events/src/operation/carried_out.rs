//! 頼まれた操作が終わった.

use serde::{Deserialize, Serialize};

use super::Task;

/// How it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Done,
    /// The new rows differ and wait for a second person.
    Waits,
    /// Not done; everything is as it was.
    Refused,
}

impl Outcome {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Done => "済んだ",
            Self::Waits => "違いがあり、確認を待っている",
            Self::Refused => "できなかった（表は元のまま）",
        }
    }
}

/// A worker ended what was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedOut {
    /// The read model.
    pub read_model: String,
    /// What was asked for.
    pub task: Task,
    /// How it ended.
    pub outcome: Outcome,
    /// Codes and counts: position, differences, or why not. Nothing personal.
    pub detail: String,
}

crate::personal::personal!(CarriedOut);
