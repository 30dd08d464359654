//! Sessions (サインインの記録): in the database, so that one can be ended from the other side, and so that a copy of the browser's
//! cookie dies with it.

use std::sync::Arc;

use events::ids::StaffId;
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::{Timestamp as At, ToSqlx as _};
use sqlx::PgPool;
use store::Entropy;
use uuid::Uuid;

use crate::{IdentityError, SessionToken};

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// Without any request.
    pub idle: SignedDuration,
    /// At most.
    pub absolute: SignedDuration,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self { idle: SignedDuration::from_mins(15), absolute: SignedDuration::from_hours(10) }
    }
}

/// Not written at each request: how stale `seen_at` may be.
const SEEN_PRECISION: SignedDuration = SignedDuration::from_secs(20);

/// A session that is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id, to list and to end it; opens nothing.
    pub id: Uuid,
    /// Whose.
    pub staff: StaffId,
    /// Signed in at.
    pub started_at: Timestamp,
    /// Last request, to about 20 seconds.
    pub seen_at: Timestamp,
}

/// The sessions.
#[derive(Clone)]
pub struct Sessions {
    pool: PgPool,
    policy: SessionPolicy,
    entropy: Arc<dyn Entropy>,
}

impl Sessions {
    /// On a pool of [`store::Role::Writer`].
    pub fn new(pool: PgPool, policy: SessionPolicy, entropy: Arc<dyn Entropy>) -> Self {
        Self { pool, policy, entropy }
    }

    /// How long they live.
    pub const fn policy(&self) -> SessionPolicy {
        self.policy
    }

    /// A token that is nobody's yet.
    ///
    /// # Errors
    /// [`IdentityError::Keys`] without randomness.
    pub fn anonymous(&self) -> Result<SessionToken, IdentityError> {
        Ok(SessionToken::draw(self.entropy.as_ref())?)
    }

    /// Begins a session, always under a new token.
    ///
    /// # Errors
    /// [`IdentityError`].
    pub async fn begin(&self, staff: StaffId, now: Timestamp) -> Result<SessionToken, IdentityError> {
        let token = self.anonymous()?;
        let mut id = [0; 16];
        self.entropy.fill(&mut id)?;
        sqlx::query(
            "INSERT INTO desk.sessions (session_id, token_sha256, staff_id, started_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
        )
        .bind(uuid::Builder::from_random_bytes(id).into_uuid())
        .bind(token.row_key().as_slice())
        .bind(staff.0)
        .bind(now.to_sqlx())
        .execute(&self.pool)
        .await?;
        Ok(token)
    }

    /// The session of a token, if it is alive; that it was seen is noted.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn find(&self, token: &SessionToken, now: Timestamp) -> Result<Option<Session>, IdentityError> {
        let row: Option<(Uuid, Uuid, At, At)> = sqlx::query_as(
            "SELECT session_id, staff_id, started_at, seen_at FROM desk.sessions \
             WHERE token_sha256 = $1 AND ended_at IS NULL AND started_at > $2 AND seen_at > $3",
        )
        .bind(token.row_key().as_slice())
        .bind((now - self.policy.absolute).to_sqlx())
        .bind((now - self.policy.idle).to_sqlx())
        .fetch_optional(&self.pool)
        .await?;
        let Some(session) = row.map(read) else { return Ok(None) };
        if session.seen_at + SEEN_PRECISION < now {
            sqlx::query("UPDATE desk.sessions SET seen_at = greatest(seen_at, $2) WHERE session_id = $1 AND ended_at IS NULL")
                .bind(session.id)
                .bind(now.to_sqlx())
                .execute(&self.pool)
                .await?;
        }
        Ok(Some(session))
    }

    /// The live sessions of an account, newest first.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn of(&self, staff: StaffId, now: Timestamp) -> Result<Vec<Session>, IdentityError> {
        let rows: Vec<(Uuid, Uuid, At, At)> = sqlx::query_as(
            "SELECT session_id, staff_id, started_at, seen_at FROM desk.sessions \
             WHERE staff_id = $1 AND ended_at IS NULL AND started_at > $2 AND seen_at > $3 ORDER BY started_at DESC, session_id",
        )
        .bind(staff.0)
        .bind((now - self.policy.absolute).to_sqlx())
        .bind((now - self.policy.idle).to_sqlx())
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// Ends one session.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn end(&self, session: Uuid, now: Timestamp) -> Result<(), IdentityError> {
        sqlx::query("UPDATE desk.sessions SET ended_at = $2 WHERE session_id = $1 AND ended_at IS NULL")
            .bind(session)
            .bind(now.to_sqlx())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends all sessions of an account; how many there were.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn end_all(&self, staff: StaffId, now: Timestamp) -> Result<u64, IdentityError> {
        let done = sqlx::query("UPDATE desk.sessions SET ended_at = $2 WHERE staff_id = $1 AND ended_at IS NULL")
            .bind(staff.0)
            .bind(now.to_sqlx())
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }

    /// Ends the sessions of an account but one: whoever knew what opened them may be somebody else. How many there were.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn end_others(&self, staff: StaffId, kept: Uuid, now: Timestamp) -> Result<u64, IdentityError> {
        let done =
            sqlx::query("UPDATE desk.sessions SET ended_at = $3 WHERE staff_id = $1 AND session_id <> $2 AND ended_at IS NULL")
                .bind(staff.0)
                .bind(kept)
                .bind(now.to_sqlx())
                .execute(&self.pool)
                .await?;
        Ok(done.rows_affected())
    }

    /// Removes rows of sessions that are long dead; how many.
    ///
    /// # Errors
    /// [`IdentityError::Database`].
    pub async fn sweep(&self, now: Timestamp) -> Result<u64, IdentityError> {
        let done = sqlx::query("DELETE FROM desk.sessions WHERE started_at < $1")
            .bind((now - self.policy.absolute).to_sqlx())
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }
}

fn read((id, staff, started_at, seen_at): (Uuid, Uuid, At, At)) -> Session {
    Session { id, staff: StaffId(staff), started_at: started_at.to_jiff(), seen_at: seen_at.to_jiff() }
}
