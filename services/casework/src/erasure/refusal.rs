//! Why the erasure of a person is refused.

use events::vocabulary::wareki;
use jiff::civil::Date;

use super::Obstacle;

/// A refused act on an erasure (消去). `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErasureRefusal {
    /// Something is still under way, or no entitlement ever ended.
    #[error("手続が終わっていない申請があるため、消去できません。すべての申請が終わってから起案してください。")]
    RecordsStillInUse,
    /// The retention period is not over.
    #[error("保存期間が終わっていません（{}まで）。その翌日から起案できます。", wareki::long(*.0))]
    RetentionNotOver(Date),
    /// A proposal stands already.
    #[error("この人の消去はすでに起案されています。決裁を待っています。")]
    AlreadyProposed,
    /// There is no proposal.
    #[error("この人の消去は起案されていません。画面を開き直してください。")]
    NotProposed,
    /// Four eyes.
    #[error("消去を起案した人は、消去を実行できません。ほかの決裁者に回してください。")]
    OwnProposal,
    /// More records than were proposed.
    #[error("起案の後に、この人の記録が増えました。何も消去していません。起案を取り下げ、確かめてから起案し直してください。")]
    RecordsChanged,
    /// A hold stands.
    #[error("この人の消去は差し止められています（法的保全）。差し止めが解かれるまで消去できません。")]
    Held,
    /// Something still needs the records.
    #[error("{0}")]
    InTheWay(Obstacle),
    /// There is no hold.
    #[error("この人の消去は差し止められていません。画面を開き直してください。")]
    NotHeld,
    /// Erased for ever.
    #[error("この人の個人情報はすでに消去されています。元に戻すことはできません。")]
    AlreadyErased,
}
