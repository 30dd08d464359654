//! Where a notice stands (届の状態).

use serde::{Deserialize, Serialize};

/// State of a notice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeStage {
    /// 受付済: the division settles it.
    Received,
    /// 差戻し中: the counter mends it.
    Returned,
    /// 処理済.
    Settled,
    /// 取下げ.
    Withdrawn,
}

/// The word names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("届の状態を表す語ではありません。")]
pub struct UnknownNoticeStage;

impl NoticeStage {
    /// All, in the order of the work.
    pub const ALL: [Self; 4] = [Self::Received, Self::Returned, Self::Settled, Self::Withdrawn];

    /// Word for addresses and rows.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Returned => "returned",
            Self::Settled => "settled",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "処理待ち",
            Self::Returned => "差戻し中",
            Self::Settled => "処理済",
            Self::Withdrawn => "取下げ",
        }
    }

    /// Whether something is still to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Returned)
    }
}

impl std::str::FromStr for NoticeStage {
    type Err = UnknownNoticeStage;
    fn from_str(text: &str) -> Result<Self, UnknownNoticeStage> {
        Self::ALL.into_iter().find(|stage| stage.code() == text).ok_or(UnknownNoticeStage)
    }
}
