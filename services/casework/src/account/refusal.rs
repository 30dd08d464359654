//! Why an act on an account is refused.

/// A refused act on an account of a member of staff (職員アカウント). `Display` is shown to the person who acted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AccountRefusal {
    /// The account exists already.
    #[error("この職員アカウントはすでに登録されています。")]
    Exists,
    /// No such account.
    #[error("この職員アカウントは見つかりません。")]
    NoSuch,
    /// The account is (not) locked.
    #[error("このアカウントはすでにその状態です。画面を開き直してください。")]
    StateUnchanged,
}
