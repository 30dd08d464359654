//! The words of the acts: as a story writes them, as staff call them, and whose part each is.

use events::StaffRole;

use super::line::{Act, Correcting, Joining, Noticing, Receiving};

impl Act {
    /// Every word of `act`.
    pub const WORDS: [&'static str; 31] = [
        "family",
        "adopt",
        "receive",
        "amend",
        "documents",
        "forward",
        "take_up",
        "return",
        "resubmit",
        "examine",
        "prepare",
        "send_back",
        "approve",
        "refuse",
        "withdraw",
        "put_before_board",
        "schedule",
        "agenda",
        "hear",
        "close",
        "notice",
        "return_notice",
        "withdraw_notice",
        "settle",
        "revoke",
        "correct",
        "drop_redress",
        "decide_redress",
        "join",
        "night",
        "leave",
    ];

    /// The act as staff call it.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Family { .. } => "家族の状況",
            Self::Adopt { .. } => "マスタの行の採用",
            Self::Receive(_) => "申請の受付",
            Self::Amend { .. } => "申請内容の訂正",
            Self::Documents { .. } => "書類の記録",
            Self::Forward { .. } => "進達",
            Self::TakeUp { .. } => "点検の開始",
            Self::Return { .. } => "補正を求めて返す",
            Self::Resubmit { .. } => "再提出",
            Self::Examine { .. } => "点検を終えて決裁に上げる",
            Self::Prepare { .. } => "書類の記録から決裁に上げるまで",
            Self::SendBack { .. } => "点検に戻す",
            Self::Approve { .. } => "認定",
            Self::Refuse { .. } => "不認定",
            Self::Withdraw { .. } => "取下げの受付",
            Self::PutBeforeBoard { .. } => "審査会への付議",
            Self::Schedule { .. } => "審査会の開催の登録",
            Self::Agenda { .. } => "議題の決定",
            Self::Hear { .. } => "審査会の意見の記録",
            Self::Close { .. } => "審査会を閉じる",
            Self::Notice(_) => "届の受付",
            Self::ReturnNotice { .. } => "届を窓口に戻す",
            Self::WithdrawNotice { .. } => "届の取下げ",
            Self::Settle { .. } => "届の処理",
            Self::Revoke { .. } => "取消の起案",
            Self::Correct(_) => "訂正の起案",
            Self::DropRedress { .. } => "起案の取りやめ",
            Self::DecideRedress { .. } => "取消・訂正の決裁",
            Self::Join(_) => "世帯の記録",
            Self::Leave { .. } => "世帯から外す",
            Self::Night {} => "夜間処理",
        }
    }

    /// What it is about, in the words of the story.
    pub fn about(&self) -> String {
        match self {
            Self::Family { child, .. } => child.clone(),
            Self::Adopt { row } => format!("{}・{}", row.table, row.key),
            Self::Receive(Receiving { case, child, kind, .. }) => format!("{case}（{child}・{}）", kind.label()),
            Self::Amend { case, .. }
            | Self::Documents { case, .. }
            | Self::Forward { case }
            | Self::TakeUp { case }
            | Self::Return { case, .. }
            | Self::Resubmit { case }
            | Self::Examine { case }
            | Self::Prepare { case }
            | Self::SendBack { case }
            | Self::Approve { case }
            | Self::Refuse { case, .. }
            | Self::Withdraw { case, .. }
            | Self::PutBeforeBoard { case }
            | Self::Revoke { case, .. }
            | Self::Correct(Correcting { case, .. })
            | Self::DropRedress { case }
            | Self::DecideRedress { case } => case.clone(),
            Self::Hear { sitting, case, .. } => format!("{sitting}・{case}"),
            Self::Schedule { sitting, .. } | Self::Agenda { sitting } | Self::Close { sitting } => sitting.clone(),
            Self::Night {} => "更新の照会".to_owned(),
            Self::Notice(Noticing { notice, child, kind, .. }) => format!("{notice}（{child}・{}）", kind.label()),
            Self::ReturnNotice { notice, .. } | Self::WithdrawNotice { notice } | Self::Settle { notice } => notice.clone(),
            Self::Join(Joining { household, who, .. }) | Self::Leave { household, who, .. } => format!("{household}・{who}"),
        }
    }

    /// Whose part it is, unless the line says otherwise. What stands in `prepare` passes through several hands.
    pub const fn role(&self) -> StaffRole {
        match self {
            Self::Family { .. }
            | Self::Receive(_)
            | Self::Amend { .. }
            | Self::Documents { .. }
            | Self::Forward { .. }
            | Self::Prepare { .. }
            | Self::Resubmit { .. }
            | Self::Withdraw { .. }
            | Self::Notice(_)
            | Self::WithdrawNotice { .. }
            | Self::Join(_)
            | Self::Leave { .. } => StaffRole::Counter,
            Self::TakeUp { .. }
            | Self::Return { .. }
            | Self::Examine { .. }
            | Self::PutBeforeBoard { .. }
            | Self::ReturnNotice { .. }
            | Self::Settle { .. }
            | Self::Revoke { .. }
            | Self::Correct(_)
            | Self::DropRedress { .. } => StaffRole::Checker,
            Self::SendBack { .. } | Self::Approve { .. } | Self::Refuse { .. } | Self::DecideRedress { .. } => {
                StaffRole::Approver
            }
            Self::Schedule { .. } | Self::Agenda { .. } | Self::Hear { .. } | Self::Close { .. } => StaffRole::BoardClerk,
            Self::Adopt { .. } => StaffRole::Administrator,
            Self::Night {} => StaffRole::Program,
        }
    }
}
