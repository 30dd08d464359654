//! What can be done with a notice: one name for the button, the route and the command.

/// An act on a notice that exists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NoticeAction {
    /// 処理する.
    Settle,
    /// 窓口に戻す.
    Return,
    /// 内容を直す.
    Amend,
    /// 取り下げる.
    Withdraw,
}

impl NoticeAction {
    /// All, in the order in which buttons stand.
    pub const ALL: [Self; 4] = [Self::Settle, Self::Return, Self::Amend, Self::Withdraw];

    /// Word for addresses and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Settle => "settle",
            Self::Return => "return",
            Self::Amend => "amend",
            Self::Withdraw => "withdraw",
        }
    }

    /// Text of the button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Settle => "届を処理する",
            Self::Return => "窓口に戻す",
            Self::Amend => "届の内容を直す",
            Self::Withdraw => "届を取り下げる",
        }
    }
}
