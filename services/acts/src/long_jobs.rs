//! Long jobs: what a worker does in parts after somebody asked for it, because it takes minutes. A job waits, is worked on by one worker, is
//! stopped by somebody or left to the next worker, and ends. Each kind has a table of its own; what was done stands in the log, so that the
//! table is working state that may be thrown away.
//!
//! # Adding a kind
//! 1. A table in `desk` with the columns of `desk.extension_jobs`; the state `stopped` only where a job that was stopped can go on.
//! 2. `const JOBS: LongJobs = long_jobs!("its table", "its key")` in the folder of the kind, which asks for jobs and carries them out.
//! 3. Its file in `worker`, and `going` on its page.

use sqlx::{PgPool, Row as _};
use uuid::Uuid;

use crate::ActError;

/// How far a long job is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct JobProgress {
    /// What was dealt with.
    pub done: i64,
    /// Of how many; none until a worker began.
    pub of: Option<i64>,
    /// Somebody wants it stopped.
    pub stopping: bool,
    /// It was stopped and waits for somebody to let it go on.
    pub stopped: bool,
}

/// The jobs of a kind, by the statements on its table.
pub(crate) struct LongJobs {
    pub(crate) ask: &'static str,
    pub(crate) next: &'static str,
    pub(crate) advance: &'static str,
    pub(crate) leave: &'static str,
    pub(crate) stop: &'static str,
    pub(crate) lay_aside: &'static str,
    pub(crate) resume: &'static str,
    pub(crate) progress: &'static str,
}

/// The jobs whose working state stands in a table of `desk`, by the column of their ids.
macro_rules! long_jobs {
    ($table:literal, $id:literal) => {
        $crate::long_jobs::LongJobs {
            ask: concat!(
                "INSERT INTO desk.",
                $table,
                " (",
                $id,
                ", state) SELECT unnest($1::uuid[]), 'asked' ON CONFLICT (",
                $id,
                ") DO NOTHING",
            ),
            next: concat!(
                "UPDATE desk.",
                $table,
                " SET state = 'running', moved_at = clock_timestamp() WHERE ",
                $id,
                " = (SELECT ",
                $id,
                " FROM desk.",
                $table,
                " WHERE state = 'asked' OR (state = 'running' AND moved_at < clock_timestamp() - interval '1 minute') ORDER BY ",
                $id,
                " FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING ",
                $id,
            ),
            advance: concat!(
                "UPDATE desk.",
                $table,
                " SET done = $2, of_all = $3, moved_at = clock_timestamp() WHERE ",
                $id,
                " = $1 RETURNING stop",
            ),
            leave: concat!("UPDATE desk.", $table, " SET state = 'asked' WHERE ", $id, " = $1 AND state = 'running'"),
            stop: concat!("UPDATE desk.", $table, " SET stop = true WHERE ", $id, " = $1 AND state IN ('asked', 'running')"),
            lay_aside: concat!(
                "UPDATE desk.",
                $table,
                " SET state = $2, stop = false, moved_at = clock_timestamp() WHERE ",
                $id,
                " = $1",
            ),
            resume: concat!(
                "INSERT INTO desk.",
                $table,
                " AS job (",
                $id,
                ", state) VALUES ($1, 'asked') ON CONFLICT (",
                $id,
                ") DO UPDATE SET state = 'asked', stop = false WHERE job.state IN ('running', 'stopped')",
            ),
            progress: concat!("SELECT done, of_all, stop, state = 'stopped' FROM desk.", $table, " WHERE ", $id, " = $1"),
        }
    };
}
pub(crate) use long_jobs;

impl LongJobs {
    /// Leaves jobs to the next worker that looks. One that is known already stays as it is.
    pub(crate) async fn ask(&self, pool: &PgPool, ids: Vec<Uuid>) -> Result<(), ActError> {
        sqlx::query(self.ask).bind(ids).execute(pool).await?;
        Ok(())
    }

    /// A job to go on with: one that waits, or one whose worker has said nothing for a minute.
    pub(crate) async fn next(&self, pool: &PgPool) -> Result<Option<Uuid>, ActError> {
        Ok(sqlx::query_scalar(self.next).fetch_optional(pool).await?)
    }

    /// Says how far it is; whether somebody wants it stopped. None where its working state was thrown away.
    pub(crate) async fn advance(&self, pool: &PgPool, id: Uuid, done: i64, of: i64) -> Result<Option<bool>, ActError> {
        Ok(sqlx::query_scalar(self.advance).bind(id).bind(done).bind(of).fetch_optional(pool).await?)
    }

    /// Its worker goes away; the next that looks goes on.
    pub(crate) async fn leave(&self, pool: &PgPool, id: Uuid) -> Result<(), ActError> {
        sqlx::query(self.leave).bind(id).execute(pool).await?;
        Ok(())
    }

    /// Asks for it to be stopped. What was done stays.
    pub(crate) async fn stop(&self, pool: &PgPool, id: Uuid) -> Result<(), ActError> {
        sqlx::query(self.stop).bind(id).execute(pool).await?;
        Ok(())
    }

    /// It is at its end.
    pub(crate) async fn end(&self, pool: &PgPool, id: Uuid) -> Result<(), ActError> {
        sqlx::query(self.lay_aside).bind(id).bind("ended").execute(pool).await?;
        Ok(())
    }

    /// It was stopped and waits until somebody lets it go on.
    pub(crate) async fn halt(&self, pool: &PgPool, id: Uuid) -> Result<(), ActError> {
        sqlx::query(self.lay_aside).bind(id).bind("stopped").execute(pool).await?;
        Ok(())
    }

    /// Lets it go on from where it stopped, also where its working state was thrown away.
    pub(crate) async fn resume(&self, pool: &PgPool, id: Uuid) -> Result<(), ActError> {
        sqlx::query(self.resume).bind(id).execute(pool).await?;
        Ok(())
    }

    /// How far it is; none where nobody asked for it or its working state was thrown away.
    pub(crate) async fn progress(&self, pool: &PgPool, id: Uuid) -> Result<Option<JobProgress>, ActError> {
        let row = sqlx::query(self.progress).bind(id).fetch_optional(pool).await?;
        row.map(|row| {
            let (done, of) = (row.try_get(0)?, row.try_get(1)?);
            Ok(JobProgress { done, of, stopping: row.try_get(2)?, stopped: row.try_get(3)? })
        })
        .transpose()
    }
}
