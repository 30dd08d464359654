//! Why an act on a transmittal list is refused.

/// A refused act on a transmittal list (進達書). `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransmittalRefusal {
    /// Another role does this.
    #[error("この進達書の操作は{0}の担当者が行います。担当者に引き継いでください。")]
    Role(&'static str),
    /// No such list.
    #[error("この進達書は見つかりません。進達書の一覧から開き直してください。")]
    NoSuchTransmittal,
    /// Drawn up before.
    #[error("この進達書はすでに作成されています。一覧で確かめてください。")]
    Stands,
    /// None or too many.
    #[error("進達する申請を1件以上{0}件まで選んでください。")]
    Size(usize),
    /// It left already.
    #[error("この進達書はすでに送られています。画面を開き直してください。")]
    Sent,
    /// Every case has gone another way.
    #[error("この進達書の申請は、すべて進達済か取下げです。送るものがありません。")]
    NothingToForward,
    /// Said before.
    #[error("この申請の到着はすでに確かめられています。画面を開き直してください。")]
    ReceiptChecked,
}
