//! The working state of takeovers: how far each is, and its rows, sealed.

use casework::Refusal;
use casework::takeover::{Judged, TakeoverRefusal, Verdict};
use events::SealedToken;
use events::ids::{ApplicationId, AwardId, RecipientId, TakeoverId};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::work::Task;
use crate::{ActError, Acts};

/// How far the work on a takeover is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TakeoverProgress {
    /// Rows that are done.
    pub done: i64,
    /// Of how many; none until they are counted.
    pub of: Option<i64>,
    /// There is something to do.
    pub at_work: bool,
    /// Somebody wants it stopped, or has stopped it.
    pub stopping: bool,
    /// Why the file could not be read after all.
    pub trouble: Option<String>,
}

/// Which rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RowFilter {
    /// Only those that came out so.
    pub verdict: Option<Verdict>,
    /// Only those of which this became.
    pub outcome: Option<&'static str>,
}

/// What becomes of a row, as kept and as staff read it.
pub const OUTCOMES: [(&str, &str); 4] =
    [("taken", "引き継いだ"), ("late", "引き継げなかった"), ("taken_back", "取り消した"), ("kept", "残した")];

/// One row.
#[derive(Clone, PartialEq, Debug)]
pub struct TakeoverRow {
    /// Its place in the list, from 1.
    pub ordinal: i32,
    /// What was read, and how it came out; none where it was erased.
    pub judged: Option<Judged>,
    /// How it came out.
    pub verdict: Verdict,
    /// What became of it.
    pub outcome: Option<String>,
    /// The record, once taken over.
    pub application: Option<ApplicationId>,
    /// The child, once taken over.
    pub recipient: Option<RecipientId>,
    /// The right, once taken over.
    pub award: Option<AwardId>,
}

impl TakeoverRow {
    /// What became of it, as staff read it.
    pub fn outcome_label(&self) -> &'static str {
        let outcome = self.outcome.as_deref().unwrap_or_default();
        OUTCOMES.iter().find(|(code, _)| *code == outcome).map_or("", |(_, label)| label)
    }
}

impl Acts {
    /// A place for the work on it.
    pub(super) async fn begin_takeover(&self, id: TakeoverId) -> Result<(), ActError> {
        sqlx::query("INSERT INTO desk.takeovers (takeover_id) VALUES ($1) ON CONFLICT DO NOTHING")
            .bind(id.0)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Refuses where another takeover has rows going in or out.
    pub(super) async fn one_at_a_time(&self, id: TakeoverId) -> Result<(), ActError> {
        let busy: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT FROM desk.takeovers WHERE task IN ('commit', 'reverse') AND takeover_id <> $1)",
        )
        .bind(id.0)
        .fetch_one(self.pool())
        .await?;
        if busy { Err(Refusal::from(TakeoverRefusal::AtWork).into()) } else { Ok(()) }
    }

    /// Leaves something to be done to the next that looks.
    pub(super) async fn ask_takeover_work(&self, id: TakeoverId, task: Task) -> Result<(), ActError> {
        sqlx::query(
            "INSERT INTO desk.takeovers (takeover_id, task) VALUES ($1, $2)
             ON CONFLICT (takeover_id) DO UPDATE SET task = $2, running = false, stop = false, done = 0, of_all = NULL,
                                                     trouble = NULL, moved_at = clock_timestamp()",
        )
        .bind(id.0)
        .bind(task.code())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    pub(super) async fn newest_takeovers(&self, most: u16) -> Result<Vec<TakeoverId>, ActError> {
        let ids: Vec<Uuid> = sqlx::query_scalar("SELECT takeover_id FROM desk.takeovers ORDER BY asked_at DESC LIMIT $1")
            .bind(i64::from(most))
            .fetch_all(self.pool())
            .await?;
        Ok(ids.into_iter().map(TakeoverId).collect())
    }

    /// Takes work that waits, or whose worker has said nothing for a minute.
    pub(super) async fn claim_takeover(&self, only: Option<TakeoverId>) -> Result<Option<(TakeoverId, Task)>, ActError> {
        let row = sqlx::query(
            "UPDATE desk.takeovers SET running = true, moved_at = clock_timestamp() WHERE takeover_id = (
                 SELECT takeover_id FROM desk.takeovers
                 WHERE task IS NOT NULL AND NOT stop AND (NOT running OR moved_at < clock_timestamp() - interval '1 minute')
                       AND ($1::uuid IS NULL OR takeover_id = $1)
                 ORDER BY asked_at FOR UPDATE SKIP LOCKED LIMIT 1)
             RETURNING takeover_id, task",
        )
        .bind(only.map(|id| id.0))
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let task: String = row.try_get(1)?;
        Ok(Task::of(&task).map(|task| (TakeoverId(row.get(0)), task)))
    }

    /// Lets others go on.
    pub(super) async fn leave_takeover(&self, id: TakeoverId) -> Result<(), ActError> {
        sqlx::query("UPDATE desk.takeovers SET running = false WHERE takeover_id = $1").bind(id.0).execute(self.pool()).await?;
        Ok(())
    }

    /// Nothing is left to do; why, where the file could not be read.
    pub(super) async fn close_takeover(&self, id: TakeoverId, trouble: Option<&str>) -> Result<(), ActError> {
        sqlx::query("UPDATE desk.takeovers SET task = NULL, running = false, trouble = $2 WHERE takeover_id = $1")
            .bind(id.0)
            .bind(trouble)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Says how far it is; whether somebody wants it stopped.
    pub(super) async fn advance_takeover(&self, id: TakeoverId, done: i64, of: i64) -> Result<bool, ActError> {
        let stop = sqlx::query_scalar(
            "UPDATE desk.takeovers SET done = $2, of_all = $3, moved_at = clock_timestamp() WHERE takeover_id = $1 RETURNING stop",
        )
        .bind(id.0)
        .bind(done)
        .bind(of)
        .fetch_optional(self.pool())
        .await?;
        Ok(stop.unwrap_or(true))
    }

    /// Stops the work; what it has done until then stays, and it can be gone on with.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stop_takeover(&self, id: TakeoverId) -> Result<(), ActError> {
        self.hold_takeover(id, true).await
    }

    /// Goes on with work that was stopped.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn resume_takeover(&self, id: TakeoverId) -> Result<(), ActError> {
        self.hold_takeover(id, false).await
    }

    async fn hold_takeover(&self, id: TakeoverId, stop: bool) -> Result<(), ActError> {
        sqlx::query("UPDATE desk.takeovers SET stop = $2 WHERE takeover_id = $1 AND task IS NOT NULL")
            .bind(id.0)
            .bind(stop)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// How far the work is; none where its working state was thrown away.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn takeover_progress(&self, id: TakeoverId) -> Result<Option<TakeoverProgress>, ActError> {
        let row = sqlx::query("SELECT done, of_all, task IS NOT NULL, stop, trouble FROM desk.takeovers WHERE takeover_id = $1")
            .bind(id.0)
            .fetch_optional(self.pool())
            .await?;
        row.map(|row| {
            Ok(TakeoverProgress {
                done: row.try_get(0)?,
                of: row.try_get(1)?,
                at_work: row.try_get(2)?,
                stopping: row.try_get(3)?,
                trouble: row.try_get(4)?,
            })
        })
        .transpose()
    }

    /// A page of the rows after a place, opened.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn takeover_rows(
        &self,
        id: TakeoverId,
        filter: RowFilter,
        after: i32,
        limit: u16,
    ) -> Result<Vec<TakeoverRow>, ActError> {
        let rows = sqlx::query(
            "SELECT ordinal, verdict, content, outcome, application_id, recipient_id, award_id FROM desk.takeover_rows
             WHERE takeover_id = $1 AND ordinal > $2 AND ($3::text IS NULL OR verdict = $3) AND ($4::text IS NULL OR outcome = $4)
             ORDER BY ordinal LIMIT $5",
        )
        .bind(id.0)
        .bind(after)
        .bind(filter.verdict.map(Verdict::code))
        .bind(filter.outcome)
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        self.open_rows(rows).await
    }

    /// A page of rows that can be taken over and are not yet.
    pub(super) async fn rows_to_take(&self, id: TakeoverId, limit: i64) -> Result<Vec<TakeoverRow>, ActError> {
        let rows = sqlx::query(
            "SELECT ordinal, verdict, content, outcome, application_id, recipient_id, award_id FROM desk.takeover_rows
             WHERE takeover_id = $1 AND verdict IN ('right', 'warned') AND outcome IS NULL ORDER BY ordinal LIMIT $2",
        )
        .bind(id.0)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        self.open_rows(rows).await
    }

    async fn open_rows(&self, rows: Vec<PgRow>) -> Result<Vec<TakeoverRow>, ActError> {
        let mut opened = Vec::with_capacity(rows.len());
        for row in rows {
            let (verdict, content): (String, String) = (row.try_get("verdict")?, row.try_get("content")?);
            let token = SealedToken::parse(&content)?;
            opened.push(TakeoverRow {
                ordinal: row.try_get("ordinal")?,
                judged: self.open::<Judged>(&token).await?.open().cloned(),
                verdict: Verdict::of(&verdict).ok_or(ActError::Internal)?,
                outcome: row.try_get("outcome")?,
                application: row.try_get::<Option<Uuid>, _>("application_id")?.map(ApplicationId),
                recipient: row.try_get::<Option<Uuid>, _>("recipient_id")?.map(RecipientId),
                award: row.try_get::<Option<Uuid>, _>("award_id")?.map(AwardId),
            });
        }
        Ok(opened)
    }

    /// How many rows of which something became.
    pub(super) async fn count_outcome(&self, id: TakeoverId, outcome: &str) -> Result<u32, ActError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM desk.takeover_rows WHERE takeover_id = $1 AND outcome = $2")
            .bind(id.0)
            .bind(outcome)
            .fetch_one(self.pool())
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}
