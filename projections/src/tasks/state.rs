//! What became of a task.

use events::nightly::Outcome;

use crate::told::coded;

/// State of a task.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// 未処理.
    Open,
    /// 解消: it is so no longer.
    Settled,
    /// 済んだ.
    Done,
    /// することはない.
    Dismissed,
}

/// A word that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a state of a task")]
pub struct UnknownState;

impl State {
    /// All, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Open, Self::Done, Self::Dismissed, Self::Settled];

    /// Word in rows and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Settled => "settled",
            Self::Done => "done",
            Self::Dismissed => "dismissed",
        }
    }

    /// As staff read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "未処理",
            Self::Settled => "解消していた",
            Self::Done => "済んだ",
            Self::Dismissed => "することはない",
        }
    }
}

impl From<Outcome> for State {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::Done,
            Outcome::Dismissed => Self::Dismissed,
        }
    }
}

impl std::str::FromStr for State {
    type Err = UnknownState;
    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL.into_iter().find(|state| state.code() == text).ok_or(UnknownState)
    }
}

coded!(State);
