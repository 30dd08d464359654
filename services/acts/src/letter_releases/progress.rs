//! The working state of releases: which waits for a worker, and how far each is.

use events::ids::LetterReleaseId;
use sqlx::Row as _;

use crate::{ActError, Acts};

/// How far a release is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReleaseProgress {
    /// Looked at.
    pub done: i64,
    /// Of how many; none until a worker began.
    pub of: Option<i64>,
    /// Somebody wants it stopped.
    pub stopping: bool,
}

impl Acts {
    /// Leaves it to the next worker that looks.
    pub(super) async fn leave_letters(&self, id: LetterReleaseId) -> Result<(), ActError> {
        sqlx::query(
            "INSERT INTO desk.letter_releases (release_id, state) VALUES ($1, 'asked')
             ON CONFLICT (release_id) DO UPDATE SET state = 'asked' WHERE letter_releases.state = 'running'",
        )
        .bind(id.0)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Takes up releases that were approved and that no worker was told of, as after a power cut in between.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn leave_running_letters(&self) -> Result<(), ActError> {
        let running = projections::letter_releases::running(self.pool()).await.map_err(|error| ActError::internal(&error))?;
        let ids: Vec<uuid::Uuid> = running.into_iter().map(|release| release.0).collect();
        sqlx::query(
            "INSERT INTO desk.letter_releases (release_id, state) SELECT unnest($1::uuid[]), 'asked'
             ON CONFLICT (release_id) DO NOTHING",
        )
        .bind(ids)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// A release whose letters are to be made: one that waits, or one whose worker has said nothing for a minute.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn next_letters(&self) -> Result<Option<LetterReleaseId>, ActError> {
        let id = sqlx::query_scalar(
            "UPDATE desk.letter_releases SET state = 'running', moved_at = clock_timestamp() WHERE release_id = (
                 SELECT release_id FROM desk.letter_releases
                 WHERE state = 'asked' OR (state = 'running' AND moved_at < clock_timestamp() - interval '1 minute')
                 FOR UPDATE SKIP LOCKED LIMIT 1)
             RETURNING release_id",
        )
        .fetch_optional(self.pool())
        .await?;
        Ok(id.map(LetterReleaseId))
    }

    /// Says how far it is; whether somebody wants it stopped.
    pub(super) async fn advance_letters(&self, id: LetterReleaseId, done: i64, of: i64) -> Result<bool, ActError> {
        let stop = sqlx::query_scalar(
            "UPDATE desk.letter_releases SET done = $2, of_all = $3, moved_at = clock_timestamp() WHERE release_id = $1
             RETURNING stop",
        )
        .bind(id.0)
        .bind(done)
        .bind(of)
        .fetch_optional(self.pool())
        .await?;
        Ok(stop.unwrap_or(false))
    }

    pub(super) async fn close_letters(&self, id: LetterReleaseId) -> Result<(), ActError> {
        sqlx::query("UPDATE desk.letter_releases SET state = 'ended', moved_at = clock_timestamp() WHERE release_id = $1")
            .bind(id.0)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Asks for a release to be stopped. Letters that were made stay.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stop_letters(&self, id: LetterReleaseId) -> Result<(), ActError> {
        sqlx::query("UPDATE desk.letter_releases SET stop = true WHERE release_id = $1 AND state <> 'ended'")
            .bind(id.0)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// How far a release is; none before it was released.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn letters_progress(&self, id: LetterReleaseId) -> Result<Option<ReleaseProgress>, ActError> {
        let row = sqlx::query("SELECT done, of_all, stop FROM desk.letter_releases WHERE release_id = $1")
            .bind(id.0)
            .fetch_optional(self.pool())
            .await?;
        row.map(|row| Ok(ReleaseProgress { done: row.try_get(0)?, of: row.try_get(1)?, stopping: row.try_get(2)? })).transpose()
    }
}
