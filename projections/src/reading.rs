//! From columns to values: what a read model wrote is parsed again on the way out, so a screen never meets a code that does not exist.

use std::str::FromStr;

use events::{HoldsPersonal, Personal, PersonalError, SealedToken};
use sqlx::PgPool;
use store::{KeyError, KeyIds, KeyRing, Opener};

/// Why a read model could not be read. Names no content.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database did not answer, or refused.
    #[error("the read model could not be read: {0}")]
    Database(#[from] sqlx::Error),
    /// A column holds what this program did not write: a read model of another version.
    #[error("column {column} of a read model does not hold what it should")]
    Malformed {
        /// Its name.
        column: &'static str,
    },
    /// Keys could not be fetched.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A sealed value does not open.
    #[error(transparent)]
    Personal(#[from] PersonalError),
}

/// A column that must hold one of the words its type knows.
pub(crate) fn parsed<T: FromStr>(text: &str, column: &'static str) -> Result<T, ReadError> {
    text.parse().map_err(|_| ReadError::Malformed { column })
}

/// The same where there may be none.
pub(crate) fn maybe<T: FromStr>(text: Option<&str>, column: &'static str) -> Result<Option<T>, ReadError> {
    text.map(|text| parsed(text, column)).transpose()
}

/// The same for a list.
pub(crate) fn each<T: FromStr>(texts: &[String], column: &'static str) -> Result<Vec<T>, ReadError> {
    texts.iter().map(|text| parsed(text, column)).collect()
}

/// A sealed column.
pub(crate) fn sealed<T>(token: Option<&str>, column: &'static str) -> Result<Personal<T>, ReadError> {
    match token {
        None => Ok(Personal::Erased),
        Some(token) => SealedToken::parse(token).map(Personal::Sealed).map_err(|_| ReadError::Malformed { column }),
    }
}

/// What a column keeps of a personal field.
pub(crate) fn token<T>(field: &Personal<T>) -> Option<String> {
    field.token().map(|token| token.as_str().to_owned())
}

/// Opens the personal fields of a page of rows: one look for keys, then every field is open, or erased.
///
/// # Errors
/// Where keys cannot be fetched, or a value does not open with its key.
pub async fn open<R: HoldsPersonal>(pool: &PgPool, ring: &KeyRing, rows: &mut [R]) -> Result<(), ReadError> {
    let mut keys = KeyIds::default();
    for row in rows.iter_mut() {
        row.visit_personal(&mut keys)?;
    }
    keys.0.sort_unstable();
    keys.0.dedup();
    ring.prefetch(pool, &keys.0).await?;
    let mut opener = Opener { ring };
    for row in rows {
        row.visit_personal(&mut opener)?;
    }
    Ok(())
}
