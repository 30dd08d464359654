//! Why an act on a sitting of the review board is refused.

use events::vocabulary::wareki;
use jiff::civil::Date;

/// A refused act on a sitting of the review board (審査会). `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SittingRefusal {
    /// Another role prepares the review board.
    #[error("審査会の開催と議題は{0}の担当者が扱います。担当者に引き継いでください。")]
    Role(&'static str),
    /// No such sitting.
    #[error("この審査会は見つかりません。審査会の一覧から開き直してください。")]
    NoSuchSitting,
    /// It was scheduled before.
    #[error("この審査会はすでに登録されています。一覧で確かめてください。")]
    AlreadyScheduled,
    /// Dates of a sitting in the wrong order.
    #[error("開催日は今日以降、締切日は開催日以前の日付にしてください。")]
    Dates,
    /// Nobody sits.
    #[error("委員を1人以上、20人までで入力してください。")]
    Members,
    /// The cut-off lies ahead.
    #[error("締切日（{}）より前は議題を決められません。締切日になってから決めてください。", wareki::long(*.0))]
    CutOffAhead(Date),
    /// Nothing waits.
    #[error("審査会を待つ申請がありません。議題は決めていません。")]
    AgendaEmpty,
    /// A case was heard already: the agenda stands.
    #[error("すでに審査を始めているため、議題は変えられません。")]
    AgendaStands,
    /// The case is not on the agenda, or was heard.
    #[error("この申請は議題にないか、すでに審査を終えています。審査会の画面を開き直してください。")]
    NotOnAgenda,
    /// The day has not come.
    #[error("開催日（{}）より前に判定は記録できません。", wareki::long(*.0))]
    DayAhead(Date),
    /// All members keep out, or a seat nobody has.
    #[error("審査する委員が残りません。除斥・欠席とする委員を確かめてください。")]
    NobodySits,
    /// It is over.
    #[error("この審査会は閉じています。次回の審査会で扱ってください。")]
    Closed,
    /// It was called off.
    #[error("この審査会は中止しています。次回の審査会で扱ってください。")]
    Cancelled,
    /// A case was heard already: day and place stand.
    #[error("すでに審査を始めているため、開催日と会場は変えられません。何も変えていません。")]
    DayStands,
    /// Neither day nor place would change.
    #[error("開催日、締切日、会場のどれも変わっていません。変えるところを入力してください。")]
    NothingMoved,
    /// A case was heard already: it is closed, not called off.
    #[error("すでに審査した申請があるため中止できません。審査会を閉じてください。残りの申請は次回に持ち越されます。")]
    HeardAlready,
    /// There is no agenda, or the papers are of another.
    #[error("議題が決まっていないか、資料と合いません。資料は発行していません。議題を確かめてから発行してください。")]
    NoAgenda,
    /// Minutes are written when it is over.
    #[error("議事録は、審査会を閉じてから作成します。")]
    StillOpen,
    /// The chair is one of those who sat.
    #[error("委員長は、出席した委員から選んでください。")]
    ChairAbsent,
    /// Why is there another edition?
    #[error("訂正の理由を入力してください。前の版は残り、新しい版に理由が載ります。")]
    CorrectionReason,
    /// There are none.
    #[error("議事録はまだ作成していません。")]
    NoMinutes,
    /// Another edition came after.
    #[error("この版より新しい議事録があります。確認は記録していません。新しい版を開いて確かめてください。")]
    NewerMinutes,
    /// Nothing changes any more.
    #[error("この議事録は確定しています。直すときは、理由を付けて新しい版を作成してください。")]
    MinutesFinal,
    /// Who wrote it does not say that others stand by it.
    #[error("議事録を作成した人は、委員の確認を記録できません。ほかの審査会事務か決裁の担当者に回してください。")]
    OwnMinutes,
    /// Nobody says of two members that they stand by it.
    #[error(
        "この版では、あなたがほかの委員の確認を記録しています。確認は記録していません。もう1人の確認は、作成した人ともあなたとも別の審査会事務か決裁の担当者に回してください。"
    )]
    SameRecorder,
    /// Who did not sit cannot stand by it.
    #[error("確認できるのは、出席した委員です。")]
    NotPresent,
    /// The member approved it before.
    #[error("この委員の確認は記録済みです。ほかの委員の確認を記録してください。")]
    ApprovedAlready,
    /// Before the sitting, or tomorrow.
    #[error("確認した日は、開催日から今日までの日付にしてください。")]
    ApprovalDay,
}
