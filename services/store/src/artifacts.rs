//! Issued documents, kept sealed as they went out.

use events::PersonalError;
use events::ids::{ArtifactId, KeyId};
use jiff::Timestamp;
use sqlx::{PgExecutor, PgPool, Row};
use uuid::Uuid;

use crate::cipher;
use crate::key_files::{Entropy, KeyError, Secret};
use crate::keys::{Held, KeyRing};

/// A document to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewArtifact<'a> {
    /// Its id, which the event about it names.
    pub artifact_id: ArtifactId,
    /// What it is, such as `certificate`.
    pub kind: &'a str,
    /// The key of the person it is about.
    pub key_id: KeyId,
}

/// A document as it went out.
#[derive(Clone)]
pub struct Artifact {
    /// What it is.
    pub kind: String,
    /// Keyed digest of the document, as [`keep_artifact`] gave it.
    pub digest: [u8; 32],
    /// When it was kept.
    pub created_at: Timestamp,
    /// The document; `None` where the person's key was destroyed.
    pub bytes: Option<Vec<u8>>,
}

/// Why a document could not be kept or shown.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// Another document is kept under this id.
    #[error("another document is kept under this id")]
    AnotherIsKept,
    /// What is kept is not what went out.
    #[error("document {0} was altered")]
    Altered(ArtifactId),
    /// The key is not at hand.
    #[error(transparent)]
    Personal(#[from] PersonalError),
    /// The key cannot be had.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database did not answer.
    #[error("documents cannot be reached: {}", crate::writer::plain_text(.0))]
    Database(#[from] sqlx::Error),
}

/// Keeps a document, sealed. Keeping the same one again changes nothing. Returns its digest, which the event about it may
/// name: keyed, so that it tells nothing once the person's key is destroyed.
///
/// # Errors
/// [`ArtifactError`].
pub async fn keep_artifact(
    db: impl PgExecutor<'_>,
    ring: &KeyRing,
    entropy: &dyn Entropy,
    new: NewArtifact<'_>,
    bytes: &[u8],
) -> Result<[u8; 32], ArtifactError> {
    let Held::Key(key) = ring.get(new.key_id)? else { return Err(PersonalError::NoKey(new.key_id).into()) };
    let digest = digest(&key, bytes);
    let packed = cipher::pack(cipher::seal(&key, entropy, &associated(new.artifact_id, new.kind, new.key_id), bytes)?);
    let sealed = [new.key_id.0.as_bytes().as_slice(), &packed].concat();
    let kept = sqlx::query("SELECT es.keep_artifact($1, $2, $3, $4)")
        .bind(new.artifact_id.0)
        .bind(new.kind)
        .bind(digest.as_slice())
        .bind(sealed)
        .fetch_all(db)
        .await;
    match kept {
        Ok(_) => Ok(digest),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Err(ArtifactError::AnotherIsKept),
        Err(error) => Err(error.into()),
    }
}

/// A document as it went out; `None` where there is none under this id.
///
/// # Errors
/// [`ArtifactError`]; [`ArtifactError::Altered`] where the kept bytes are not the ones that were issued.
pub async fn open_artifact(pool: &PgPool, ring: &KeyRing, artifact_id: ArtifactId) -> Result<Option<Artifact>, ArtifactError> {
    let row = sqlx::query("SELECT kind, digest, sealed, created_at FROM es.artifacts WHERE artifact_id = $1")
        .bind(artifact_id.0)
        .fetch_optional(pool)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let kind: String = row.try_get(0)?;
    let kept: Vec<u8> = row.try_get(1)?;
    let sealed: Vec<u8> = row.try_get(2)?;
    let altered = || ArtifactError::Altered(artifact_id);
    let kept: [u8; 32] = kept.try_into().map_err(|_| altered())?;
    let (key, packed) = sealed.split_first_chunk::<16>().ok_or_else(altered)?;
    let key_id = KeyId(Uuid::from_bytes(*key));
    let (nonce, sealed) = cipher::unpack(packed).ok_or_else(altered)?;
    ring.prefetch(pool, &[key_id]).await?;
    let bytes = match ring.get(key_id)? {
        Held::Key(key) => {
            let plain = cipher::open(&key, nonce, &associated(artifact_id, &kind, key_id), sealed).ok_or_else(altered)?;
            if digest(&key, &plain) != kept {
                return Err(altered());
            }
            Some(plain.to_vec())
        }
        Held::Destroyed => None,
    };
    let created_at = row.try_get::<jiff_sqlx::Timestamp, _>(3)?.to_jiff();
    Ok(Some(Artifact { kind, digest: kept, created_at, bytes }))
}

/// How many documents are kept under these keys, destroyed or not.
///
/// # Errors
/// [`sqlx::Error`].
pub async fn artifacts_under(db: impl PgExecutor<'_>, keys: &[Uuid]) -> Result<i64, sqlx::Error> {
    let keys: Vec<Vec<u8>> = keys.iter().map(|key| key.as_bytes().to_vec()).collect();
    sqlx::query_scalar("SELECT count(*) FROM es.artifacts WHERE substring(sealed FROM 1 FOR 16) = ANY($1)")
        .bind(keys)
        .fetch_one(db)
        .await
}

fn digest(key: &Secret, bytes: &[u8]) -> [u8; 32] {
    cipher::mac(key, &[b"artifact", bytes])
}

fn associated(artifact_id: ArtifactId, kind: &str, key_id: KeyId) -> Vec<u8> {
    [artifact_id.0.as_bytes().as_slice(), kind.as_bytes(), key_id.0.as_bytes()].concat()
}
