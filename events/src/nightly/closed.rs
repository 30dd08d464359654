//! 職員が処理した: what was found is done, or is nothing to be done about, with the reason.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

use super::Finding;

/// How it was closed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 済んだ.
    Done,
    /// することはない.
    Dismissed,
}

/// A word that names no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("処理の結果を選んでください。")]
pub struct UnknownOutcome;

impl Outcome {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Done, Self::Dismissed];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Dismissed => "dismissed",
        }
    }

    /// As staff read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Done => "済んだ",
            Self::Dismissed => "することはない",
        }
    }
}

impl std::str::FromStr for Outcome {
    type Err = UnknownOutcome;
    fn from_str(text: &str) -> Result<Self, UnknownOutcome> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == text).ok_or(UnknownOutcome)
    }
}

/// Somebody closed a task; its stream is the task's.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// The night on which it was found.
    pub night: Date,
    /// What was found.
    pub finding: Finding,
    /// How.
    pub outcome: Outcome,
    /// 理由, or what was done.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Closed: why);
