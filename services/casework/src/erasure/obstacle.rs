//! What forbids erasing a person whose time is over: something on the same records that is still to be decided, paid or moved.

/// Something that still needs the records. `Display` is shown to the person who acted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Obstacle {
    /// An application is under way.
    #[error("決定していない申請があるため、消去できません。何も消去していません。申請が決定か取下げになってから進めてください。")]
    Application,
    /// A revocation or correction is proposed.
    #[error(
        "支給認定の取消・訂正が決裁を待っているため、消去できません。何も消去していません。取消・訂正が決まってから進めてください。"
    )]
    Redress,
    /// A claim is neither paid nor refused.
    #[error(
        "療養費の請求か支給の訂正が終わっていないため、消去できません。何も消去していません。支給か不支給が決まってから進めてください。"
    )]
    Claim,
    /// A notice is not settled.
    #[error("処理していない届があるため、消去できません。何も消去していません。届を処理するか取り下げてから進めてください。")]
    Notice,
    /// An answer from outside is waited for.
    #[error(
        "回答を待っている照会があるため、消去できません。何も消去していません。点検の担当者が照会の回答か取下げを記録してから進めてください。"
    )]
    Inquiry,
    /// Another row of the same person must still be kept.
    #[error(
        "「同じ人」として結び付けた受給者の保存期間が終わっていないため、消去できません。何も消去していません。その受給者の保存期間が終わってから進めてください。"
    )]
    LinkedIsKept,
    /// Another row of the same person is not proposed.
    #[error(
        "「同じ人」として結び付けた受給者の消去が起案されていません。何も消去していません。その受給者の消去も起案してから実行してください。"
    )]
    LinkedIsNotProposed,
    /// Rows of an old ledger are going in or out.
    #[error(
        "旧台帳からの移行が動いているため、消去できません（旧台帳のファイルも読めなくなるためです）。何も消去していません。移行が終わってから進めてください。"
    )]
    Takeover,
}
