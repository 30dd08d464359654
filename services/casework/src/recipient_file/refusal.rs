//! Why an act on a file is refused.

use super::{LayoutError, MOST};

/// A refused act. `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecipientFileRefusal {
    /// Another role does this.
    #[error("連絡ファイルの作成・取りやめ・提出・結果の取込は、点検の担当者が行います。担当者に頼んでください。")]
    HandledByCheckers,
    /// Another role releases.
    #[error("連絡ファイルを承認するのは、決裁の担当者です。担当者に回してください。")]
    ReleasedByOthers,
    /// Four eyes.
    #[error("連絡ファイルを作成した人は承認できません。ほかの決裁の担当者に承認を頼んでください。")]
    OwnFile,
    /// It is not waiting for its release.
    #[error("この連絡ファイルは、承認を待っていません。画面を開き直して、いまの状態を確かめてください。")]
    NotWaiting,
    /// It cannot be taken out before.
    #[error("この連絡ファイルは、承認されていないか、もう提出しています。画面を開き直してください。")]
    NotReleased,
    /// What was handed over stays.
    #[error("提出した連絡ファイルは取りやめられません。違いは次のファイルで知らせます。")]
    GoneAlready,
    /// An answer needs a question.
    #[error("提出していない連絡ファイルの結果は取り込めません。")]
    NotDelivered,
    /// One answer a file.
    #[error("この連絡ファイルの結果は、すでに取り込んでいます。何も取り込んでいません。")]
    Answered,
    /// The result belongs to another file, or is not whole.
    #[error(
        "結果の行がこの連絡ファイルの{0}行と合いません。すべての行の結果が1回ずつあるか、別の月のファイルでないか、確かめてください。"
    )]
    OtherLines(u32),
    /// No month.
    #[error("対象の月を、R8.11 のように入力してください。")]
    Month,
    /// A month that has not come.
    #[error("先の月の連絡ファイルは作成できません。")]
    Ahead,
    /// Another file of the organisation is on its way.
    #[error("{0}への連絡ファイルに、まだ提出していないものがあります。提出するか取りやめてから、次を作成してください。")]
    Open(&'static str),
    /// The month has its file, and there is nothing more to tell.
    #[error("この月の連絡ファイルは提出済みで、その後に知らせることもありません。")]
    Nothing,
    /// More than a file holds.
    #[error("1つの連絡ファイルは{MOST}行までです。")]
    TooMany,
    /// The masters have none.
    #[error("{0}の連絡ファイルの様式が、マスタにありません。マスタ「受給者の連絡ファイルの様式」で登録してください。")]
    NoLayout(&'static str),
    /// Nobody could be told to anybody.
    #[error(
        "どちらの審査支払機関に知らせるかが、マスタにありません。何も作成していません。マスタ「医療保険の種類と審査支払機関」で登録してください。"
    )]
    NoBodies,
    /// The layout cannot be written.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// Characters that the encoding does not have.
    #[error("Shift_JIS（CP932）で書けない文字があります：{0}。様式をUTF-8にするか、その列を外してください。")]
    Unwritable(String),
    /// Somebody in it was erased, or the bytes differ.
    #[error(
        "確定したときと同じファイルを作れません（個人情報を消去した人が含まれる場合など）。取りやめて、作成し直してください。"
    )]
    NotTheSame,
}
