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
}
