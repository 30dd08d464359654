//! Why an act on what the night found is refused.

use events::vocabulary::OfficeCode;

/// A refused act on what the night found. `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NightlyRefusal {
    /// The night was told before.
    #[error("この日の夜間処理はすでに記録されています。")]
    AlreadyTold,
    /// Somebody closed it before.
    #[error("これはすでに処理されています。一覧を開き直して、だれが何をしたかを確かめてください。")]
    AlreadyClosed,
    /// Not a role that closes tasks.
    #[error("夜間処理で見つけたことは、窓口・点検・決裁の担当者が処理します。担当者に引き継いでください。")]
    Role,
    /// It belongs to another office.
    #[error("これは事務所（{0}）の担当です。その事務所か、担当課が処理します。")]
    OtherOffice(OfficeCode),
}
