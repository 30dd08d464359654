//! The vault of individual numbers (個人番号): a table that no role reads, a key of its own, one number at a time.

use events::ids::{MyNumberRef, SubjectId};
use sqlx::PgExecutor;
use zeroize::Zeroizing;

use crate::cipher;
use crate::key_files::{Entropy, KeyError, VaultKey};

/// Puts individual numbers away and takes them out again. An event holds only the [`MyNumberRef`].
#[derive(Clone)]
pub struct Vault {
    key: VaultKey,
}

/// Why a number could not be kept or shown.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// What is kept does not open.
    #[error("the vault's entry {0} does not open: the key files may be those of another installation")]
    DoesNotOpen(MyNumberRef),
    /// No randomness.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database did not answer.
    #[error("the vault cannot be reached: {}", crate::writer::plain_text(.0))]
    Database(#[from] sqlx::Error),
}

impl Vault {
    /// The vault that this key opens.
    pub fn new(key: VaultKey) -> Self {
        Self { key }
    }

    /// Puts a number away. This comes before the event that refers to it; an entry without an event is swept later.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn keep(
        &self,
        db: impl PgExecutor<'_>,
        entropy: &dyn Entropy,
        reference: MyNumberRef,
        subject: SubjectId,
        number: &str,
    ) -> Result<(), VaultError> {
        let sealed = cipher::pack(cipher::seal(&self.key.0, entropy, &associated(reference), number.as_bytes())?);
        sqlx::query("SELECT vault.keep($1, $2, $3)").bind(reference.0).bind(subject.0).bind(sealed).fetch_all(db).await?;
        Ok(())
    }

    /// Takes a number out; `None` where there is none, or none any more.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn reveal(&self, db: impl PgExecutor<'_>, reference: MyNumberRef) -> Result<Option<Zeroizing<String>>, VaultError> {
        let sealed: Option<Vec<u8>> = sqlx::query_scalar("SELECT vault.reveal($1)").bind(reference.0).fetch_one(db).await?;
        let Some(sealed) = sealed else { return Ok(None) };
        let number = cipher::unpack(&sealed)
            .and_then(|(nonce, sealed)| cipher::open(&self.key.0, nonce, &associated(reference), sealed))
            .and_then(|plain| std::str::from_utf8(&plain).ok().map(|text| Zeroizing::new(text.to_owned())))
            .ok_or(VaultError::DoesNotOpen(reference))?;
        Ok(Some(number))
    }
}

fn associated(reference: MyNumberRef) -> Vec<u8> {
    [b"my-number".as_slice(), reference.0.as_bytes()].concat()
}
