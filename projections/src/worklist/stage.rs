//! How far an application has come (段階): few, and the same words as in the rules of casework.

use serde::{Deserialize, Serialize};

/// Stage of an application (申請の段階).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 受付済.
    Received,
    /// 進達済.
    Forwarded,
    /// 点検中.
    UnderCheck,
    /// 補正中.
    ReturnedForCorrection,
    /// 決裁待ち.
    Examined,
    /// 認定.
    Approved,
    /// 不認定.
    Refused,
    /// 取下げ.
    Withdrawn,
}

/// A word that names no stage.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("段階「{0}」はありません。")]
pub struct UnknownStage(pub String);

impl Stage {
    /// In the order of the work.
    pub const ALL: [Self; 8] = [
        Self::Received,
        Self::Forwarded,
        Self::UnderCheck,
        Self::ReturnedForCorrection,
        Self::Examined,
        Self::Approved,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// Word in rows and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Forwarded => "forwarded",
            Self::UnderCheck => "under_check",
            Self::ReturnedForCorrection => "returned_for_correction",
            Self::Examined => "examined",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "受付済",
            Self::Forwarded => "進達済",
            Self::UnderCheck => "点検中",
            Self::ReturnedForCorrection => "補正中",
            Self::Examined => "決裁待ち",
            Self::Approved => "認定",
            Self::Refused => "不認定",
            Self::Withdrawn => "取下げ",
        }
    }

    /// Whether nothing more will be decided.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Approved | Self::Refused | Self::Withdrawn)
    }
}

impl std::str::FromStr for Stage {
    type Err = UnknownStage;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|stage| stage.code() == text).ok_or_else(|| UnknownStage(text.to_owned()))
    }
}
