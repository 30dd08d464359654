//! The desks at which an application waits (待ち行列), and whose turn it is there.

use events::StaffRole;
use serde::{Deserialize, Serialize};

/// Where an application waits for its next act.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// 受付・不備: papers are still awaited at the counter.
    Intake,
    /// 進達前: complete, to be handed to the division.
    ToForward,
    /// 補正待ち: returned; the family or the office corrects.
    Correction,
    /// 点検待ち: nobody of the division has taken it up.
    ToCheck,
    /// 点検中.
    Checking,
    /// 審査会待ち: put before the review board.
    ToBoard,
    /// 決裁待ち.
    ToDecide,
    /// 発行待ち: approved; the program makes the certificate.
    ToIssue,
    /// 発行停止: the certificate cannot be printed as it must be.
    IssueStopped,
}

/// A word that names no queue.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("一覧「{0}」はありません。")]
pub struct UnknownQueue(pub String);

impl Queue {
    /// In the order of the work.
    pub const ALL: [Self; 9] = [
        Self::Intake,
        Self::ToForward,
        Self::Correction,
        Self::ToCheck,
        Self::Checking,
        Self::ToBoard,
        Self::ToDecide,
        Self::ToIssue,
        Self::IssueStopped,
    ];

    /// Word in rows and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::ToForward => "to_forward",
            Self::Correction => "correction",
            Self::ToCheck => "to_check",
            Self::Checking => "checking",
            Self::ToBoard => "to_board",
            Self::ToDecide => "to_decide",
            Self::ToIssue => "to_issue",
            Self::IssueStopped => "issue_stopped",
        }
    }

    /// Japanese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Intake => "受付・不備",
            Self::ToForward => "進達前",
            Self::Correction => "補正待ち",
            Self::ToCheck => "点検待ち",
            Self::Checking => "点検中",
            Self::ToBoard => "審査会待ち",
            Self::ToDecide => "決裁待ち",
            Self::ToIssue => "発行待ち",
            Self::IssueStopped => "発行停止",
        }
    }

    /// Whose turn it is.
    pub const fn role(self) -> StaffRole {
        match self {
            Self::Intake | Self::ToForward | Self::Correction => StaffRole::Counter,
            Self::ToCheck | Self::Checking | Self::IssueStopped => StaffRole::Checker,
            Self::ToBoard => StaffRole::BoardClerk,
            Self::ToDecide => StaffRole::Approver,
            Self::ToIssue => StaffRole::Program,
        }
    }

    /// The queues of a role.
    pub const fn of_role(role: StaffRole) -> &'static [Self] {
        match role {
            StaffRole::Counter => &[Self::Intake, Self::ToForward, Self::Correction],
            StaffRole::Checker => &[Self::ToCheck, Self::Checking, Self::IssueStopped],
            StaffRole::Approver => &[Self::ToDecide],
            StaffRole::Program => &[Self::ToIssue],
            StaffRole::BoardClerk => &[Self::ToBoard],
            StaffRole::Auditor | StaffRole::Operator | StaffRole::Administrator => &[],
        }
    }

    /// Code of the act that is awaited.
    pub const fn next_act(self) -> &'static str {
        match self {
            Self::Intake => "record_document",
            Self::ToForward => "forward",
            Self::Correction => "resubmit",
            Self::ToCheck => "take_up",
            Self::Checking => "examine",
            Self::ToBoard => "hear_board",
            Self::ToDecide => "approve",
            Self::ToIssue | Self::IssueStopped => "issue_certificate",
        }
    }

    /// The act that is awaited, in words.
    pub const fn next_act_label(self) -> &'static str {
        match self {
            Self::Intake => "書類をそろえる",
            Self::ToForward => "進達する",
            Self::Correction => "補正して再提出する",
            Self::ToCheck => "点検を始める",
            Self::Checking => "点検する",
            Self::ToBoard => "審査会にかける",
            Self::ToDecide => "決裁する",
            Self::ToIssue => "受給者証を作成する（自動）",
            Self::IssueStopped => "印字できない文字を確かめる",
        }
    }
}

impl std::str::FromStr for Queue {
    type Err = UnknownQueue;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|queue| queue.code() == text).ok_or_else(|| UnknownQueue(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_queue_belongs_to_its_role() {
        for queue in Queue::ALL {
            assert!(Queue::of_role(queue.role()).contains(&queue), "{queue:?}");
            assert_eq!(queue.code().parse(), Ok(queue));
        }
    }
}
