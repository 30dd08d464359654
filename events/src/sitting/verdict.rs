//! 審査会の意見: what the board says of one disease of an application.

use serde::{Deserialize, Serialize};

use crate::vocabulary::DiseaseId;

/// What the board says of one disease (判定).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 承認: the state of the disease meets the criteria.
    Approve,
    /// 不承認.
    Refuse,
    /// 保留: the board asks the doctor first, and hears the disease again.
    Defer,
}

/// A word that names no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("判定を選んでください。")]
pub struct UnknownVerdict;

impl Verdict {
    /// In the order of the form.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Refuse, Self::Defer];

    /// Word in forms and events.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Defer => "defer",
        }
    }

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Approve => "承認",
            Self::Refuse => "不承認",
            Self::Defer => "保留",
        }
    }

    /// Whether the disease need not be heard again.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Approve | Self::Refuse)
    }
}

impl std::str::FromStr for Verdict {
    type Err = UnknownVerdict;
    fn from_str(text: &str) -> Result<Self, UnknownVerdict> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == text).ok_or(UnknownVerdict)
    }
}

/// The verdict on one disease.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DiseaseVerdict {
    /// 疾病.
    pub disease: DiseaseId,
    /// 判定.
    pub verdict: Verdict,
}
