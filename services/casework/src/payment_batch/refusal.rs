//! Why an act on a batch is refused.

use super::{MOST, PaymentLayoutError};

/// A refused act. `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PaymentBatchRefusal {
    /// Another role does this.
    #[error("支払の一覧の作成・引渡し・結果の取込は、課の点検の担当者が行います。担当者に頼んでください。")]
    HandledByCheckers,
    /// Another role releases.
    #[error("支払の一覧を承認するのは、課の決裁の担当者です。担当者に回してください。")]
    ReleasedByOthers,
    /// Four eyes.
    #[error("支払の一覧を作った人は承認できません。ほかの決裁の担当者に承認を頼んでください。")]
    OwnBatch,
    /// Nothing chosen.
    #[error("支払う請求が1件も選ばれていません。一覧に載せる請求を選んでください。")]
    Nothing,
    /// More than a batch holds.
    #[error("1つの支払の一覧は{MOST}件までです。分けて作ってください。")]
    TooMany,
    /// The same claim twice.
    #[error("同じ請求が2回選ばれています。何も作っていません。画面を開き直してください。")]
    Twice,
    /// A claim that cannot be paid now.
    #[error("{0}。支払の一覧は作っていません。その請求を外すか、請求の画面で処理を終えてから作ってください。")]
    NotPayable(String),
    /// A day that is over.
    #[error("振込予定日は、きょうより後の日を入力してください。")]
    PayDay,
    /// It exists already.
    #[error("この支払の一覧はすでにあります。一覧から開き直してください。")]
    AlreadyDrawn,
    /// It is not waiting for its release.
    #[error("この支払の一覧は、承認を待っていません。画面を開き直して、いまの状態を確かめてください。")]
    NotWaiting,
    /// Lines that are no longer as they were frozen.
    #[error(
        "承認できない行があります。{0}。何も承認していません。一覧を取りやめて作り直すか、関わっていない決裁の担当者に承認を頼んでください。"
    )]
    Doubtful(String),
    /// It cannot be taken out before.
    #[error("この支払の一覧は、承認されていないか、取りやめか、もう引き渡しています。画面を開き直してください。")]
    NotReleased,
    /// Something moved after it was released.
    #[error(
        "承認の後に動いた行があります。{0}。ファイルは渡していません。金融機関に渡していなければ、決裁の担当者がこの一覧を取りやめてから、作り直してください。"
    )]
    Moved(String),
    /// Whoever handles the file does not undo alone.
    #[error(
        "承認された支払の一覧は、ファイルが渡っているかもしれないため、課の決裁の担当者だけが取りやめられます。何も変えていません。渡していないことを伝えて、取りやめを頼んでください。"
    )]
    FileMayBeOut,
    /// The day on which it should be paid went by.
    #[error("振込予定日を過ぎています。何も承認していません。この一覧を取りやめて、新しい振込予定日で作り直してください。")]
    PayDayOver,
    /// What was handed over stays.
    #[error("引き渡した支払の一覧は取りやめられません。振込の結果を取り込んでください。")]
    GoneAlready,
    /// An answer needs a question.
    #[error("引き渡していない支払の一覧の結果は取り込めません。")]
    NotDelivered,
    /// All lines are answered.
    #[error("この支払の一覧は、すべての行の結果を取り込んでいます。何も取り込んでいません。")]
    Closed,
    /// No lines in the result.
    #[error("結果の行がありません。何も取り込んでいません。")]
    NoResult,
    /// A line of another batch.
    #[error("結果の{0}行目は、この支払の一覧にありません。別の一覧の結果でないか確かめてください。何も取り込んでいません。")]
    OtherLine(u32),
    /// Another amount.
    #[error("{0}行目の金額が、この支払の一覧の金額と違います。何も取り込んでいません。")]
    OtherAmount(u32),
    /// Answered before, or twice in one file.
    #[error("{0}行目の結果は、すでに取り込んだか、同じファイルに2回あります。何も取り込んでいません。")]
    AnsweredTwice(u32),
    /// A day before the files were handed over and before the planned day, or in the future.
    #[error("{0}行目の振込日が、引渡日と振込予定日の早い方より前か、きょうより後です。何も取り込んでいません。")]
    PaidDay(u32),
    /// The masters have none.
    #[error("{0}の様式が、マスタにありません。マスタ「療養費の支払のファイルの様式」で登録してください。")]
    NoLayout(&'static str),
    /// The layout cannot be written.
    #[error(transparent)]
    Layout(#[from] PaymentLayoutError),
    /// Characters that the encoding does not have.
    #[error("Shift_JIS（CP932）で書けない文字があります：{0}。振込先を直すか、様式をUTF-8にしてください。")]
    Unwritable(String),
    /// Somebody in it was erased, or the bytes differ.
    #[error(
        "一覧を作ったときと同じファイルを作れません（個人情報を消去した人が含まれる場合など）。引き渡す前なら、取りやめて作り直してください。"
    )]
    NotTheSame,
}
