//! The working state of mass extensions: which waits for a worker, and how far each is.

use events::ids::ExtensionId;
use sqlx::Row as _;
use uuid::Uuid;

use crate::{ActError, Acts};

/// How far a mass extension is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ExtensionProgress {
    /// Awards that were dealt with.
    pub done: i64,
    /// Of how many; none until a worker began.
    pub of: Option<i64>,
    /// Somebody wants it stopped.
    pub stopping: bool,
    /// It was stopped and waits for somebody to let it go on.
    pub stopped: bool,
}

impl Acts {
    /// Leaves it to the next worker that looks, from where it stopped.
    pub(super) async fn leave_extension(&self, id: ExtensionId) -> Result<(), ActError> {
        sqlx::query(
            "INSERT INTO desk.extension_jobs (extension_id, state) VALUES ($1, 'asked')
             ON CONFLICT (extension_id) DO UPDATE SET state = 'asked', stop = false
             WHERE extension_jobs.state IN ('running', 'stopped')",
        )
        .bind(id.0)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Takes up mass extensions that were approved and that no worker was told of, as after a power cut in between.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn leave_approved_extensions(&self) -> Result<(), ActError> {
        let approved = projections::extensions::approved(self.pool()).await.map_err(|error| ActError::internal(&error))?;
        let ids: Vec<Uuid> = approved.into_iter().map(|extension| extension.0).collect();
        sqlx::query(
            "INSERT INTO desk.extension_jobs (extension_id, state) SELECT unnest($1::uuid[]), 'asked'
             ON CONFLICT (extension_id) DO NOTHING",
        )
        .bind(ids)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// A mass extension to go on with: one that waits, or one whose worker has said nothing for a minute.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn next_extension(&self) -> Result<Option<ExtensionId>, ActError> {
        let id = sqlx::query_scalar(
            "UPDATE desk.extension_jobs SET state = 'running', moved_at = clock_timestamp() WHERE extension_id = (
                 SELECT extension_id FROM desk.extension_jobs
                 WHERE state = 'asked' OR (state = 'running' AND moved_at < clock_timestamp() - interval '1 minute')
                 ORDER BY extension_id FOR UPDATE SKIP LOCKED LIMIT 1)
             RETURNING extension_id",
        )
        .fetch_optional(self.pool())
        .await?;
        Ok(id.map(ExtensionId))
    }

    /// Says how far it is; whether somebody wants it stopped.
    pub(super) async fn advance_extension(&self, id: ExtensionId, done: i64, of: i64) -> Result<bool, ActError> {
        let stop = sqlx::query_scalar(
            "UPDATE desk.extension_jobs SET done = $2, of_all = $3, moved_at = clock_timestamp() WHERE extension_id = $1
             RETURNING stop",
        )
        .bind(id.0)
        .bind(done)
        .bind(of)
        .fetch_optional(self.pool())
        .await?;
        Ok(stop.unwrap_or(false))
    }

    /// It is at its end, or stopped until somebody lets it go on.
    pub(super) async fn lay_extension_aside(&self, id: ExtensionId, ended: bool) -> Result<(), ActError> {
        sqlx::query(
            "UPDATE desk.extension_jobs SET state = $2, stop = false, moved_at = clock_timestamp() WHERE extension_id = $1",
        )
        .bind(id.0)
        .bind(if ended { "ended" } else { "stopped" })
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Asks for a mass extension to be stopped. Awards that were extended stay so; the rest waits until somebody lets it go on.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stop_extension(&self, id: ExtensionId) -> Result<(), ActError> {
        sqlx::query("UPDATE desk.extension_jobs SET stop = true WHERE extension_id = $1 AND state IN ('asked', 'running')")
            .bind(id.0)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// How far a mass extension is; none before it was approved.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn extension_progress(&self, id: ExtensionId) -> Result<Option<ExtensionProgress>, ActError> {
        let row = sqlx::query("SELECT done, of_all, stop, state = 'stopped' FROM desk.extension_jobs WHERE extension_id = $1")
            .bind(id.0)
            .fetch_optional(self.pool())
            .await?;
        row.map(|row| {
            let (done, of) = (row.try_get(0)?, row.try_get(1)?);
            Ok(ExtensionProgress { done, of, stopping: row.try_get(2)?, stopped: row.try_get(3)? })
        })
        .transpose()
    }
}
