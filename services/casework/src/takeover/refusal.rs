//! Why a step of a takeover is refused.

/// Why a takeover may not go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TakeoverRefusal {
    /// No such takeover.
    #[error("この移行は見つかりません。一覧から開き直してください。")]
    NoSuchTakeover,
    /// Another role prepares.
    #[error("旧台帳のファイルを受け取り、列を決めるのは管理の担当者です。")]
    WrongPreparer,
    /// Another role decides.
    #[error("引き継ぎと取消しを決めるのは決裁の担当者です。")]
    WrongDecider,
    /// Four eyes.
    #[error("準備した人は引き継ぎを決裁できません。ほかの決裁者に回してください。")]
    OwnWork,
    /// It was approved.
    #[error("この移行はすでに決裁されています。列は変えられません。取り消してから、ファイルを選び直してください。")]
    AlreadyApproved,
    /// The rows are not judged, or were judged again.
    #[error("行の判定が変わったか、まだ終わっていません。画面を開き直して、いまの件数を確かめてください。")]
    NotAsChecked,
    /// Nothing to take over.
    #[error("引き継げる行が1行もありません。引き継げない理由を確かめ、ファイルを直して選び直してください。")]
    NothingToTake,
    /// It cannot be taken back now.
    #[error("この移行は、引き継ぎが終わっていないか、すでに取消しを求められています。")]
    NotToBeReversed,
    /// Not asked for.
    #[error("この移行は、この処理を待っていません。")]
    NotWaiting,
    /// One at a time.
    #[error("ほかの移行の処理が進んでいます。終わるのを待つか、止めてから、もう一度操作してください。")]
    AtWork,
}
