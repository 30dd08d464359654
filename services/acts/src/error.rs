//! Why an act did not happen, for the person who acted. No variant carries personal data except [`ActError::Unprintable`], whose
//! characters are shown to that person and never logged.

use casework::Refusal;

use crate::unprintable::Unprintable;

/// Why an act did not happen. `Display` is shown to the person.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The rules of the work do not permit it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is nothing under this id.
    #[error("見つかりません。一覧から開き直してください。")]
    NotFound,
    /// Somebody changed the case in the meantime.
    #[error(
        "表示している間に、ほかの人がこの件を更新しました。登録していません。画面を開き直して、いまの内容を確かめてからやり直してください。"
    )]
    Stale {
        /// Version the person had before the eyes.
        seen: i32,
        /// Version now.
        now: i32,
    },
    /// Somebody else has the number or is this person.
    #[error("{0}")]
    AlreadyTaken(&'static str),
    /// Something cannot be printed as it must be.
    #[error("受給者証に印字できない文字があります。何も決定していません。字形を選び直してから、もう一度操作してください。")]
    Unprintable(Vec<Unprintable>),
    /// A document has more text than its form has room for.
    #[error("{0}の内容が用紙に収まりません。何も決定していません。申請内容の長い記載を短くしてから、もう一度操作してください。")]
    TooLong(&'static str),
    /// A file that may not be kept.
    #[error(transparent)]
    Scan(#[from] documents::scan::ScanRefused),
    /// The personal data was erased.
    #[error("この人の個人情報は消去済みです。内容を使う操作はできません。")]
    Erased,
    /// The store does not answer.
    #[error(
        "いま登録できません（データベースに接続できません）。入力した内容はこの画面に残っています。少し待ってから、もう一度操作してください。"
    )]
    Unavailable,
    /// A fault of the program.
    #[error("処理中に誤りが起きました。登録していません。続くときは管理者に連絡してください。")]
    Internal,
}

impl ActError {
    /// A fault of the program, told to the log by what it is and never by content.
    pub(crate) fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "an act failed");
        Self::Internal
    }
}

impl From<store::ReadError> for ActError {
    fn from(error: store::ReadError) -> Self {
        tracing::warn!(%error, "the store could not be read");
        Self::Unavailable
    }
}

impl From<sqlx::Error> for ActError {
    fn from(error: sqlx::Error) -> Self {
        Self::from(store::ReadError::from(error))
    }
}

impl From<store::KeyError> for ActError {
    fn from(error: store::KeyError) -> Self {
        Self::internal(&error)
    }
}

impl From<store::VaultError> for ActError {
    fn from(error: store::VaultError) -> Self {
        match error {
            store::VaultError::Database(error) => error.into(),
            other => Self::internal(&other),
        }
    }
}

impl From<store::ArtifactError> for ActError {
    fn from(error: store::ArtifactError) -> Self {
        match error {
            store::ArtifactError::Database(error) => error.into(),
            other => Self::internal(&other),
        }
    }
}

impl From<events::PersonalError> for ActError {
    fn from(error: events::PersonalError) -> Self {
        Self::internal(&error)
    }
}

impl From<events::DecodeError> for ActError {
    fn from(error: events::DecodeError) -> Self {
        Self::internal(&error)
    }
}
