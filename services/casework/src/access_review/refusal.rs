//! Why an act on a monthly review of accesses is refused.

/// A refused act on a monthly review of accesses (月次点検). `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewRefusal {
    /// A review is opened once, and only of a month that is over.
    #[error("この月の点検はすでに始まっているか、月がまだ終わっていません。点検の一覧から開き直してください。")]
    NotOpenable,
    /// There is no such review or row.
    #[error("この月の点検、またはその行は見つかりません。点検の一覧から開き直してください。")]
    NoSuchRow,
    /// A review that was signed off stays as it is.
    #[error("この点検は終わっています。判定は変えられません。")]
    SignedOff,
    /// Nobody judges their own accesses.
    #[error("自分の閲覧は自分で判定できません。ほかの点検者（監査または決裁の担当者）に回してください。")]
    OwnAccess,
    /// Whoever must be asked, the note says what.
    #[error("本人に確認するときは、何を確かめるかを所見に書いてください。")]
    NoteMissing,
    /// Some rows are not judged yet.
    #[error("まだ判定していない行が{0}件あります。すべて判定してから点検を終えてください。")]
    RowsNotJudged(usize),
}
