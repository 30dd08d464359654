//! Where an application stands (申請の状態): few states, each with one holder of the case.

use serde::{Deserialize, Serialize};

/// State of an application.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 受付済: at the office.
    Received,
    /// 進達済: waiting for the division to take it up.
    Forwarded,
    /// 点検中: on a checker's desk.
    UnderCheck,
    /// 補正中: back at the office.
    ReturnedForCorrection,
    /// 決裁待ち: before the approver.
    Examined,
    /// 認定.
    Approved,
    /// 不認定.
    Refused,
    /// 取下げ: the applicant took it back.
    Withdrawn,
}

/// The word names no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("申請の状態を表す語ではありません。")]
pub struct UnknownStage;

impl Stage {
    /// All states, in the order of the work.
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

    /// Word for addresses and files.
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

    /// Whether nothing more will happen to the application.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Approved | Self::Refused | Self::Withdrawn)
    }
}

impl std::str::FromStr for Stage {
    type Err = UnknownStage;
    fn from_str(text: &str) -> Result<Self, UnknownStage> {
        Self::ALL.into_iter().find(|stage| stage.code() == text).ok_or(UnknownStage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for stage in Stage::ALL {
            assert_eq!(stage.code().parse(), Ok(stage));
        }
        assert_eq!("closed".parse::<Stage>(), Err(UnknownStage));
    }
}
