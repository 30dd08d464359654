//! What can be done with an application (操作): one name for the button, the route and the command.

/// An act on an application that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// 訂正する.
    Amend,
    /// 書類の状態を記録する.
    RecordDocument,
    /// 進達する.
    Forward,
    /// 点検を始める.
    TakeUp,
    /// 補正を求める.
    ReturnForCorrection,
    /// 補正を終えて再び提出する.
    Resubmit,
    /// 点検を終えて決裁に上げる.
    Examine,
    /// 起案する.
    Propose,
    /// 起案に同意する、代わって行う.
    Endorse,
    /// 代決を後閲する.
    LookOver,
    /// 点検に戻す.
    SendBack,
    /// 認定する.
    Approve,
    /// 不認定とする.
    Refuse,
    /// 審査会に付議する.
    PutBeforeBoard,
    /// 審査会の意見を記録する.
    HearBoard,
    /// 取下げを受け付ける.
    Withdraw,
    /// 補正を催促する.
    Remind,
    /// 補正を待たずに点検に戻す.
    Recall,
    /// 進達の到着を確かめる.
    CheckReceipt,
    /// 保留する.
    Hold,
    /// 保留を解く.
    ReleaseHold,
    /// 照会する.
    Inquire,
    /// 照会の回答を記録する.
    AnswerInquiry,
    /// 照会を取り下げる.
    WithdrawInquiry,
    /// 重複の疑いに答える.
    JudgeSameness,
    /// 二重入力をする.
    EnterAgain,
    /// 入力の違いを解消する.
    SettleEntries,
    /// 規則の案を手で改める.
    Override,
    /// 手で改めた値を取り下げる.
    WithdrawOverride,
}

impl Action {
    /// All acts, in the order in which buttons stand.
    pub const ALL: [Self; 29] = [
        Self::CheckReceipt,
        Self::TakeUp,
        Self::JudgeSameness,
        Self::EnterAgain,
        Self::SettleEntries,
        Self::RecordDocument,
        Self::Amend,
        Self::Forward,
        Self::Resubmit,
        Self::Override,
        Self::WithdrawOverride,
        Self::Examine,
        Self::PutBeforeBoard,
        Self::HearBoard,
        Self::AnswerInquiry,
        Self::WithdrawInquiry,
        Self::Inquire,
        Self::Remind,
        Self::Recall,
        Self::ReturnForCorrection,
        Self::Propose,
        Self::Endorse,
        Self::LookOver,
        Self::Approve,
        Self::SendBack,
        Self::Refuse,
        Self::ReleaseHold,
        Self::Hold,
        Self::Withdraw,
    ];

    /// Word for addresses and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Amend => "amend",
            Self::RecordDocument => "record_document",
            Self::Forward => "forward",
            Self::TakeUp => "take_up",
            Self::ReturnForCorrection => "return_for_correction",
            Self::Resubmit => "resubmit",
            Self::Examine => "examine",
            Self::Propose => "propose",
            Self::Endorse => "endorse",
            Self::LookOver => "look_over",
            Self::SendBack => "send_back",
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::PutBeforeBoard => "put_before_board",
            Self::HearBoard => "hear_board",
            Self::Withdraw => "withdraw",
            Self::Remind => "remind",
            Self::Recall => "recall",
            Self::CheckReceipt => "check_receipt",
            Self::Hold => "hold",
            Self::ReleaseHold => "release_hold",
            Self::Inquire => "inquire",
            Self::AnswerInquiry => "answer_inquiry",
            Self::WithdrawInquiry => "withdraw_inquiry",
            Self::JudgeSameness => "judge_sameness",
            Self::EnterAgain => "enter_again",
            Self::SettleEntries => "settle_entries",
            Self::Override => "override",
            Self::WithdrawOverride => "withdraw_override",
        }
    }

    /// Text of the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Amend => "申請内容を訂正する",
            Self::RecordDocument => "書類の状態を記録する",
            Self::Forward => "進達する",
            Self::TakeUp => "点検を始める",
            Self::ReturnForCorrection => "補正を求めて返す",
            Self::Resubmit => "補正を終えて再提出する",
            Self::Examine => "点検を終えて決裁に上げる",
            Self::Propose => "起案する",
            Self::Endorse => "起案に同意する・代わって行う",
            Self::LookOver => "代決を後閲する",
            Self::SendBack => "点検に戻す",
            Self::Approve => "認定する",
            Self::Refuse => "不認定とする",
            Self::PutBeforeBoard => "審査会に付議する",
            Self::HearBoard => "審査会の意見を記録する",
            Self::Withdraw => "取下げを受け付ける",
            Self::Remind => "補正を催促する",
            Self::Recall => "補正を待たずに点検に戻す",
            Self::CheckReceipt => "進達の到着を確かめる",
            Self::Hold => "保留する",
            Self::ReleaseHold => "保留を解く",
            Self::Inquire => "照会する",
            Self::AnswerInquiry => "照会の回答を記録する・取り下げる",
            Self::WithdrawInquiry => "照会を取り下げる",
            Self::JudgeSameness => "重複の疑いに答える",
            Self::EnterAgain => "金額をもう一度入力する",
            Self::SettleEntries => "入力の違いを解消する",
            Self::Override => "規則の案を手で改める",
            Self::WithdrawOverride => "手で改めた値を取り下げる",
        }
    }
}
