//! What a member of staff is there for. One role decides what can be seen and done; the table of permissions is in `identity`.

use serde::{Deserialize, Serialize};

/// Role of a member of staff (職員の役割).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// 窓口: takes applications at the counter of a health-and-welfare office.
    Counter,
    /// 点検: checks applications in the division.
    Checker,
    /// 決裁: approves or refuses.
    Approver,
    /// 審査会事務: prepares the review board.
    BoardClerk,
    /// 監査: reads everything, changes nothing.
    Auditor,
    /// 運用: runs the system, sees no personal data.
    Operator,
    /// 管理: accounts and masters.
    Administrator,
    /// The program itself: the worker, the first start, an import.
    Program,
}

impl StaffRole {
    /// Every role, in the order of the work.
    pub const ALL: [Self; 8] = [
        Self::Counter,
        Self::Checker,
        Self::Approver,
        Self::BoardClerk,
        Self::Auditor,
        Self::Operator,
        Self::Administrator,
        Self::Program,
    ];

    /// The word stored in the envelope.
    pub fn code(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Checker => "checker",
            Self::Approver => "approver",
            Self::BoardClerk => "board_clerk",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
            Self::Administrator => "administrator",
            Self::Program => "program",
        }
    }

    /// The Japanese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Counter => "窓口",
            Self::Checker => "点検",
            Self::Approver => "決裁",
            Self::BoardClerk => "審査会事務",
            Self::Auditor => "監査",
            Self::Operator => "運用",
            Self::Administrator => "管理",
            Self::Program => "システム",
        }
    }
}

/// A word that names no role.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("役割「{0}」はありません。")]
pub struct UnknownRole(pub String);

impl std::str::FromStr for StaffRole {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.code() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}
