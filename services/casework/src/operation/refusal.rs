//! Why an act on a read model is refused.

/// A refused act on a read model (表示用の表の操作).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperationRefusal {
    /// Asked for already.
    #[error("同じ表の操作がすでに頼まれていて、まだ終わっていません。終わってから頼んでください。")]
    AskedAlready,
    /// Not asked for, or done already.
    #[error("この操作は頼まれていないか、もう終わっています。画面を開き直してください。")]
    NotAsked,
    /// Four eyes.
    #[error("作り直しを頼んだ人は、違いのある表を入れ替えられません。ほかの運用の担当者に確かめてもらってください。")]
    OwnRebuild,
    /// Four eyes need to know the first pair.
    #[error(
        "だれが作り直したかが記録にないため、違いのある表を入れ替えられません。サインイン名を付けて(--login)もう一度作り直すか、画面から頼んでください。"
    )]
    RebuildOfNobody,
    /// Four eyes need to know the second pair.
    #[error("違いのある表は、運用の担当者がサインインして入れ替えます。")]
    ExchangeOfNobody,
    /// Nothing that could be skipped.
    #[error("この出来事は脇に置かれていません。適用できたか、もう飛ばされています。画面を開き直してください。")]
    NotParked,
    /// Told already.
    #[error("この出来事が脇に置かれたことは、もう記録されています。")]
    ParkedAlready,
    /// Proposed already.
    #[error("この出来事を飛ばす提案はもう出ています。ほかの運用の担当者が承認するのを待ってください。")]
    SkipProposed,
    /// Nobody proposed it.
    #[error("この出来事を飛ばす提案は出ていません。先に理由を書いて提案してください。")]
    SkipNotProposed,
    /// Only one's own word is taken back.
    #[error("飛ばす提案を取り下げられるのは、提案した人だけです。承認しなければ飛ばされません。")]
    NotOwnSkip,
    /// Four eyes.
    #[error("提案した人は承認できません。ほかの運用の担当者に確かめてもらってください。")]
    OwnSkip,
}
