//! Unfinished forms (下書き): kept so that nothing typed is lost, sealed under the key of the member of staff who types.

use std::sync::Arc;

use events::SealedToken;
use events::ids::{EventId, KeyId, StaffId, SubjectId};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as At, ToSqlx as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::PgPool;
use store::{Entropy, KeyRing, Opener, Sealer};
use uuid::Uuid;

const TAG: &str = "draft";

/// A draft without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftInfo {
    /// Its id.
    pub id: Uuid,
    /// Grows with each saving.
    pub version: i32,
    /// Last saved.
    pub updated_at: Timestamp,
}

/// A draft. `Debug` is not derived: the content is personal.
#[derive(Clone)]
pub struct Draft<T> {
    /// Id, version, time.
    pub info: DraftInfo,
    /// What was typed.
    pub content: T,
}

/// Why a draft was not saved or read.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Another tab has saved since.
    #[error(
        "この下書きは、別の画面で先に保存されています。この画面の内容は保存していません。開き直して、新しいほうの内容を確かめてください。"
    )]
    Conflict {
        /// The version that is there; none where the draft was discarded or received.
        now: Option<i32>,
    },
    /// No key: the account was never opened, or its data was erased.
    #[error("この職員の下書きは保存できません。管理者に連絡してください。")]
    NoKey,
    /// What was saved is of another shape or does not open.
    #[error("下書きを読み取れません。")]
    Unreadable,
    /// Something below.
    #[error(transparent)]
    Failed(#[from] crate::IdentityError),
}

impl From<sqlx::Error> for DraftError {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<store::KeyError> for DraftError {
    fn from(error: store::KeyError) -> Self {
        Self::Failed(error.into())
    }
}

/// The drafts of everybody; each call names whose.
#[derive(Clone)]
pub struct Drafts {
    pool: PgPool,
    ring: Arc<KeyRing>,
    entropy: Arc<dyn Entropy>,
}

impl Drafts {
    /// On a pool of [`store::Role::Writer`].
    pub fn new(pool: PgPool, ring: Arc<KeyRing>, entropy: Arc<dyn Entropy>) -> Self {
        Self { pool, ring, entropy }
    }

    /// Saves what was typed, over the version that was read (0: a new draft); the new version.
    ///
    /// # Errors
    /// [`DraftError::Conflict`] where another version is there; nothing is then changed.
    pub async fn save<T: Serialize + Sync>(
        &self,
        staff: StaffId,
        kind: &str,
        seen: (Uuid, i32),
        content: &T,
        now: Timestamp,
    ) -> Result<i32, DraftError> {
        let (id, version) = seen;
        let key_id = self.key(staff).await?;
        let sealer = Sealer { ring: &self.ring, key_id, event_id: EventId(id), entropy: self.entropy.as_ref() };
        let token = sealer.seal(TAG, content).map_err(|_| DraftError::NoKey)?;
        let saved: Option<i32> = if version == 0 {
            sqlx::query_scalar(
                "INSERT INTO desk.drafts (draft_id, staff_id, kind, version, sealed, updated_at) VALUES ($1, $2, $3, 1, $4, $5) \
                 ON CONFLICT (draft_id) DO NOTHING RETURNING version",
            )
        } else {
            sqlx::query_scalar(
                "UPDATE desk.drafts SET version = version + 1, sealed = $4, updated_at = $5 \
                 WHERE draft_id = $1 AND staff_id = $2 AND kind = $3 AND version = $6 RETURNING version",
            )
        }
        .bind(id)
        .bind(staff.0)
        .bind(kind)
        .bind(token.as_str())
        .bind(now.to_sqlx())
        .bind(version)
        .fetch_optional(&self.pool)
        .await?;
        match saved {
            Some(version) => Ok(version),
            None => Err(DraftError::Conflict { now: self.version(staff, id).await? }),
        }
    }

    /// One draft of this member of staff.
    ///
    /// # Errors
    /// [`DraftError::Unreadable`] where its content has another shape or was erased.
    pub async fn load<T: DeserializeOwned>(&self, staff: StaffId, kind: &str, id: Uuid) -> Result<Option<Draft<T>>, DraftError> {
        let row: Option<(Uuid, i32, At, String)> = sqlx::query_as(
            "SELECT draft_id, version, updated_at, sealed FROM desk.drafts WHERE draft_id = $1 AND staff_id = $2 AND kind = $3",
        )
        .bind(id)
        .bind(staff.0)
        .bind(kind)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        self.key(staff).await?;
        self.open(row).map(Some)
    }

    /// All drafts of this member of staff, the newest first, with their content; what cannot be read is left out.
    ///
    /// # Errors
    /// [`DraftError`].
    pub async fn list<T: DeserializeOwned>(&self, staff: StaffId, kind: &str) -> Result<Vec<Draft<T>>, DraftError> {
        let rows: Vec<(Uuid, i32, At, String)> = sqlx::query_as(
            "SELECT draft_id, version, updated_at, sealed FROM desk.drafts WHERE staff_id = $1 AND kind = $2 ORDER BY updated_at DESC, draft_id",
        )
        .bind(staff.0)
        .bind(kind)
        .fetch_all(&self.pool)
        .await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        self.key(staff).await?;
        Ok(rows.into_iter().filter_map(|row| self.open(row).ok()).collect())
    }

    /// How many unfinished forms of a kind somebody has; what stands in them opens to nobody else.
    ///
    /// # Errors
    /// [`DraftError::Failed`].
    pub async fn count(&self, staff: StaffId, kind: &str) -> Result<i64, DraftError> {
        let count = sqlx::query_scalar("SELECT count(*) FROM desk.drafts WHERE staff_id = $1 AND kind = $2");
        Ok(count.bind(staff.0).bind(kind).fetch_one(&self.pool).await?)
    }

    /// Throws a draft away; whether there was one.
    ///
    /// # Errors
    /// [`DraftError::Failed`].
    pub async fn discard(&self, staff: StaffId, id: Uuid) -> Result<bool, DraftError> {
        let done = sqlx::query("DELETE FROM desk.drafts WHERE draft_id = $1 AND staff_id = $2")
            .bind(id)
            .bind(staff.0)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn version(&self, staff: StaffId, id: Uuid) -> Result<Option<i32>, DraftError> {
        Ok(sqlx::query_scalar("SELECT version FROM desk.drafts WHERE draft_id = $1 AND staff_id = $2")
            .bind(id)
            .bind(staff.0)
            .fetch_optional(&self.pool)
            .await?)
    }

    async fn key(&self, staff: StaffId) -> Result<KeyId, DraftError> {
        self.ring.key_of(&self.pool, SubjectId(staff.0)).await?.ok_or(DraftError::NoKey)
    }

    fn open<T: DeserializeOwned>(
        &self,
        (id, version, updated_at, sealed): (Uuid, i32, At, String),
    ) -> Result<Draft<T>, DraftError> {
        let token = SealedToken::parse(&sealed).map_err(|_| DraftError::Unreadable)?;
        let content =
            Opener { ring: &self.ring }.open(&token).map_err(|_| DraftError::Unreadable)?.ok_or(DraftError::Unreadable)?;
        Ok(Draft { info: DraftInfo { id, version, updated_at: updated_at.to_jiff() }, content })
    }
}
