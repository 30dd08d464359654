//! How far a sitting has come.

use crate::told::coded;

/// State of a sitting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// 予定: scheduled, its agenda open.
    Scheduled,
    /// 議題決定.
    Agenda,
    /// 審査中: the first case was heard.
    Hearing,
    /// 終了.
    Closed,
}

/// A word that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a state of a sitting")]
pub struct UnknownState;

impl State {
    const ALL: [Self; 4] = [Self::Scheduled, Self::Agenda, Self::Hearing, Self::Closed];

    /// Word in rows.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Agenda => "agenda",
            Self::Hearing => "hearing",
            Self::Closed => "closed",
        }
    }

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Scheduled => "予定",
            Self::Agenda => "議題決定",
            Self::Hearing => "審査中",
            Self::Closed => "終了",
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
