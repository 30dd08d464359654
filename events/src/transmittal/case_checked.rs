//! 到着を確かめた: case by case, in the division.

use serde::{Deserialize, Serialize};

use crate::ids::ApplicationId;

/// What was found of a case on a list (到着の確認).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptOutcome {
    /// 到着.
    Arrived,
    /// 未着: it is on the list and the papers are not in the envelope.
    Missing,
    /// 差戻し: it goes back to the office.
    SentBack,
}

/// A word that names no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("到着の結果を選んでください。")]
pub struct UnknownOutcome;

impl ReceiptOutcome {
    /// In the order of the form.
    pub const ALL: [Self; 3] = [Self::Arrived, Self::Missing, Self::SentBack];

    /// Word in forms and events.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Missing => "missing",
            Self::SentBack => "sent_back",
        }
    }

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Arrived => "到着",
            Self::Missing => "未着",
            Self::SentBack => "差戻し",
        }
    }
}

impl std::str::FromStr for ReceiptOutcome {
    type Err = UnknownOutcome;
    fn from_str(text: &str) -> Result<Self, UnknownOutcome> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == text).ok_or(UnknownOutcome)
    }
}

/// A case of a list was checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CaseChecked {
    /// 申請.
    pub application: ApplicationId,
    /// What was found. Why it went back stands on the application.
    pub outcome: ReceiptOutcome,
}

crate::personal::personal!(CaseChecked);
