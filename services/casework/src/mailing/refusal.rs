//! Why an act on a mailing address is refused.

/// Why an act on a mailing address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailingRefusal {
    /// Another role does this.
    #[error("送付先を記録するのは、窓口または点検の担当者です。何も変えていません。申出の内容を担当者に引き継いでください。")]
    OtherRole,
    /// The last day is before the first.
    #[error("最後の日が最初の日より前です。何も変えていません。期間を確かめてください。")]
    EndsBeforeItBegins,
    /// It is over already.
    #[error(
        "最後の日がきょうより前です。何も変えていません。これから送るものの送付先だけを記録できます。期間を確かめてください。"
    )]
    Over,
    /// Nothing to end.
    #[error("いま有効な送付先も、これから始まる送付先もありません。画面を開き直して、いまの状態を確かめてください。")]
    NoneStands,
    /// It ends as early.
    #[error("送付先は、その日かそれより前に終わることになっています。何も変えていません。画面の期間を確かめてください。")]
    EndsAlready,
}
