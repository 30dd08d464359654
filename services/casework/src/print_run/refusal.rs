//! Why something cannot be done with a run.

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PrintRunRefusal {
    /// Another role does this.
    #[error("発行の操作は、担当課の点検または決裁の担当者が行います。担当者に引き継いでください。")]
    WrongRole,
    /// No such run.
    #[error("この発行は見つかりません。発行の一覧から開き直してください。")]
    NoSuchRun,
    /// Frozen before.
    #[error("この発行はすでに確定しています。発行の一覧で確かめてください。")]
    Stands,
    /// Nothing to print, or too much for one run.
    #[error("発行する受給者証がないか、{0}件を超えています。対象、事務所、決定日を変えてください。何も確定していません。")]
    Size(usize),
    /// Dates the wrong way round.
    #[error("決定日の終わりが始まりより前です。")]
    Period,
    /// It is closed.
    #[error("この発行は締められています。変えられません。")]
    Closed,
    /// Nothing is rendered now.
    #[error("いま作成していません。画面を開き直してください。")]
    NotRendering,
    /// Nothing was halted.
    #[error("作成は止まっていません。画面を開き直してください。")]
    NotHalted,
    /// Items are left to be rendered.
    #[error("まだ作成していない受給者証があります。作成が終わってから承認してください。")]
    NotRendered,
    /// Released before.
    #[error("この発行の印刷はすでに承認されています。")]
    AlreadyReleased,
    /// What was looked at is not what was rendered.
    #[error("確かめた内容と作成した内容が違います。画面を開き直し、印刷用のPDFをもう一度確かめてください。")]
    OtherContent,
    /// 四つの目.
    #[error("対象を確定した人は、自分の発行を承認できません。ほかの人に承認を頼んでください。")]
    OwnRun,
    /// Not released yet.
    #[error("印刷はまだ承認されていません。確定した人とは別の人が承認してから進めてください。")]
    NotReleased,
    /// An ordinal that is not in the run.
    #[error("番号は1から{0}までです。")]
    NoSuchItem(usize),
    /// The first after the last.
    #[error("印刷した範囲の終わりが始まりより前です。")]
    Range,
    /// It does not lie on paper.
    #[error("{0}番はまだ印刷を確かめていません。先に印刷した範囲を記録してください。")]
    NotPrinted(u32),
    /// It went out.
    #[error("{0}番はすでに発送しています。")]
    AlreadyPosted(u32),
    /// It lies on paper already.
    #[error("{0}番はすでに印刷を確かめています。もう一度印刷する理由を入力してください。何も取り出していません。")]
    ReprintReason(u32),
    /// Its envelope is closed.
    #[error("{0}番はすでに封入を照合しています。同じ封筒をもう一度読み取っていないか確かめてください。")]
    AlreadyMatched(u32),
    /// No code was read.
    #[error("封筒に入れるすべてのシートのQRコードを読み取ってください。")]
    NothingScanned,
    /// Not matched.
    #[error("{0}番は封入を照合していません。照合してから発送してください。何も記録していません。")]
    NotMatched(u32),
    /// Voided since.
    #[error("{0}番の受給者証は、確定の後に無効になりました。封筒から抜き、差の理由を記録してください。何も記録していません。")]
    Void(u32),
    /// Nothing was chosen.
    #[error("発送する封筒がありません。先に封入を照合してください。")]
    NothingToPost,
    /// A day to come.
    #[error("この日はまだ来ていません。今日までの日を入力してください。")]
    FutureDay,
    /// It never went out.
    #[error("{0}番は発送していません。番号を確かめてください。")]
    NotPosted(u32),
    /// There is no such difference.
    #[error("この支給認定は、発送されているか、この発行の対象ではありません。理由は要りません。")]
    NoDifference,
    /// It was explained.
    #[error("この差の理由はすでに記録されています。")]
    AlreadyExplained,
    /// No open task.
    #[error("この差の課題はありません。画面を開き直してください。")]
    NoTask,
    /// Differences without a reason.
    #[error(
        "決定した数と発送した数に差があり、理由の記録されていないものが{0}件あります。1件ずつ理由と期限を記録してから締めてください。"
    )]
    Differs(usize),
}
