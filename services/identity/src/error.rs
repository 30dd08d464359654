//! What can fail besides a wrong password. Names nothing about anybody.

/// Something below failed.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The database does not answer, or refused.
    #[error("the tables of schema desk cannot be used")]
    Database(#[from] sqlx::Error),
    /// No randomness, or keys that do not unwrap.
    #[error(transparent)]
    Keys(#[from] store::KeyError),
    /// A stored password hash cannot be read, or a task of the program died.
    #[error("a password could not be checked")]
    Hashing,
    /// A login name that cannot be one, or is taken.
    #[error("ログイン名「{0}」は使えません。英小文字で始まる2〜32文字で、ほかの人と重ならない名前にしてください。")]
    Login(String),
    /// The new password is refused.
    #[error(transparent)]
    Password(#[from] crate::PasswordError),
}
