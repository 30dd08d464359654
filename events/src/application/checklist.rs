//! The checklist of documents (書類点検表): which papers this application needs and why, and what became of each.

use serde::{Deserialize, Serialize};

/// Name of one line of the checklist: the kind of document and, where there is one each, what it is about, as in `medical_opinion:01_01_001`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChecklistItem(pub String);

/// One line as the rules drew it up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChecklistLine {
    /// Its name.
    pub item: ChecklistItem,
    /// What the paper is called (書類の名称).
    pub title: String,
    /// Why this application needs it (要る理由).
    pub because: String,
}

/// What became of a paper (書類の状態).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// 提出: handed in.
    Received,
    /// 原本確認: shown at the counter and given back.
    Seen,
    /// 省略: dispensed with, for a reason.
    Waived,
    /// 不要: the case does not need it after all.
    NotNeeded,
    /// 未提出.
    Missing,
}

impl DocumentState {
    /// All states, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Received, Self::Seen, Self::Waived, Self::NotNeeded, Self::Missing];

    /// Word on the wire and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Seen => "seen",
            Self::Waived => "waived",
            Self::NotNeeded => "not_needed",
            Self::Missing => "missing",
        }
    }

    /// Japanese word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "提出",
            Self::Seen => "原本確認",
            Self::Waived => "省略",
            Self::NotNeeded => "不要",
            Self::Missing => "未提出",
        }
    }

    /// Whether nothing more is awaited.
    pub fn is_settled(self) -> bool {
        self != Self::Missing
    }

    /// Whether the state needs a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Waived | Self::NotNeeded)
    }
}
