//! How far the read models have come, and waiting for one to have come far enough.

use std::time::Duration;

use events::Log;
use jiff::Timestamp;
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, PgPool, Row};
use tokio::time::Instant;

use crate::parking::OnPoison;
use crate::read::ReadError;

/// A read model as an operator sees it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ProjectionStatus {
    /// Its name.
    pub projection: String,
    /// Version of the code that made its rows.
    pub version: i32,
    /// Number of the log it follows.
    pub log: i16,
    /// Position up to which its rows stand.
    pub position: i64,
    /// Last position of the log.
    pub head: i64,
    /// Events that are not in its rows yet.
    pub lag_events: i64,
    /// Age in seconds of the oldest of them; 0 where there is none.
    pub lag_seconds: f64,
    /// What it is doing.
    pub state: ProjectionState,
    /// Whether a worker has it at this moment.
    pub fed: bool,
    /// What it does at an event that cannot be applied.
    pub on_poison: OnPoison,
    /// Events a second lately.
    pub rate: f64,
    /// Events that are parked.
    pub parked: i64,
    /// Since when the oldest is.
    pub parked_since: Option<Timestamp>,
    /// Events that wait behind them.
    pub waiting: i64,
    /// Events that its rows do without for good.
    pub skipped: i64,
    /// When its cursor last moved or was renewed.
    pub updated_at: Timestamp,
    /// The rows from before the last exchange, while they are kept.
    pub previous: Option<Previous>,
    /// The newest rebuild.
    pub rebuild: Option<LastRebuild>,
}

/// Rows that a roll-back would bring back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Previous {
    /// Version of the code that made them.
    pub version: i32,
    /// Position up to which they stand.
    pub position: i64,
    /// Until when they are kept.
    pub kept_until: Timestamp,
}

/// A rebuild, at work or over.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LastRebuild {
    /// `folding`, `catching_up`, `review` (waits for a decision), `swapped`, `stopped`, `failed`, `compared`.
    pub phase: String,
    /// What an operator wishes of it: `go`, `pause`, `stop`.
    pub wish: String,
    /// Version of the new rows.
    pub version: i32,
    /// Position they have reached.
    pub position: i64,
    /// Last position of the log then.
    pub head: i64,
    /// Events a second.
    pub rate: Option<f64>,
    /// When the event at that position was recorded.
    pub event_at: Option<Timestamp>,
    /// Rows of each table.
    pub tables: Option<serde_json::Value>,
    /// Differences from the live rows; a list of [`crate::Difference`].
    pub differences: Option<serde_json::Value>,
    /// How long appends waited for the exchange, in milliseconds.
    pub swap_ms: Option<f64>,
    /// Why it did not finish.
    pub error: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; none while it is at work or waits.
    pub ended_at: Option<Timestamp>,
    /// Whether a process is at work on it at this moment.
    pub at_work: bool,
}

/// What a projection is doing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ProjectionState {
    /// Follows the log.
    Running,
    /// Could not apply an event; waits for an operator.
    Stopped {
        /// The event.
        position: i64,
        /// Its type.
        event_type: Option<String>,
        /// Why.
        message: String,
    },
    /// Follows the log while it is built anew beside.
    Rebuilding {
        /// Position the new rows have reached.
        position: i64,
    },
}

/// All read models, by name.
///
/// # Errors
/// [`ReadError`].
pub async fn projection_status(pool: &PgPool) -> Result<Vec<ProjectionStatus>, ReadError> {
    let rows = sqlx::query(
        "SELECT c.projection, c.version, c.log, c.position, h.position AS head, \
                coalesce(extract(epoch FROM clock_timestamp() - e.recorded_at), 0)::float8 AS lag_seconds, \
                c.status, (c.error ->> 'position')::bigint AS error_position, c.error ->> 'event_type' AS error_type, \
                c.error ->> 'message' AS error_message, coalesce(c.lease_until > clock_timestamp(), false) AS fed, c.updated_at, \
                c.on_poison = 'park' AS parks, coalesce(c.rate, 0) AS live_rate, \
                coalesce(l.parked, 0) AS parked, l.parked_since, coalesce(l.waiting, 0) AS waiting, coalesce(l.skipped, 0) AS skipped, \
                k.version AS kept_version, k.position AS kept_position, k.kept_until, \
                r.phase, r.wish, r.version AS r_version, r.position AS r_position, r.head AS r_head, r.rate, r.event_at, r.tables, \
                r.differences, r.swap_ms, r.error AS r_error, r.started_at, r.ended_at, \
                coalesce(r.lease_until > clock_timestamp(), false) AS at_work \
         FROM es.cursors AS c JOIN es.head AS h ON h.log = c.log \
         LEFT JOIN es.events AS e ON e.log = c.log AND e.position = c.position + 1 \
         LEFT JOIN es.cursors AS k ON k.projection = c.projection || ':previous' \
         LEFT JOIN LATERAL (SELECT * FROM es.rebuilds AS a WHERE a.projection = c.projection \
                            ORDER BY a.ended_at DESC NULLS FIRST LIMIT 1) AS r ON true \
         LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE o.state = 'parked') AS parked, \
                                   min(o.since) FILTER (WHERE o.state = 'parked') AS parked_since, \
                                   count(*) FILTER (WHERE o.state = 'waiting') AS waiting, \
                                   count(*) FILTER (WHERE o.state = 'skipped') AS skipped \
                            FROM es.left_out AS o WHERE o.rows_of = c.projection) AS l ON true \
         WHERE c.kept_until IS NULL ORDER BY c.projection",
    )
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            let (position, head): (i64, i64) = (row.try_get("position")?, row.try_get("head")?);
            let rebuild = rebuild(row)?;
            let state = if row.try_get::<&str, _>("status")? == "stopped" {
                ProjectionState::Stopped {
                    position: row.try_get::<Option<i64>, _>("error_position")?.unwrap_or(position + 1),
                    event_type: row.try_get("error_type")?,
                    message: row.try_get::<Option<String>, _>("error_message")?.unwrap_or_default(),
                }
            } else if let Some(at_work) = rebuild.as_ref().filter(|rebuild| rebuild.ended_at.is_none()) {
                ProjectionState::Rebuilding { position: at_work.position }
            } else {
                ProjectionState::Running
            };
            Ok(ProjectionStatus {
                projection: row.try_get("projection")?,
                version: row.try_get("version")?,
                log: row.try_get("log")?,
                position,
                head,
                lag_events: head - position,
                lag_seconds: row.try_get("lag_seconds")?,
                state,
                fed: row.try_get("fed")?,
                updated_at: row.try_get::<jiff_sqlx::Timestamp, _>("updated_at")?.to_jiff(),
                on_poison: if row.try_get("parks")? { OnPoison::Park } else { OnPoison::Stop },
                rate: row.try_get("live_rate")?,
                parked: row.try_get("parked")?,
                parked_since: moment(row, "parked_since")?,
                waiting: row.try_get("waiting")?,
                skipped: row.try_get("skipped")?,
                previous: previous(row)?,
                rebuild,
            })
        })
        .collect()
}

fn moment(row: &PgRow, column: &str) -> Result<Option<Timestamp>, sqlx::Error> {
    Ok(row.try_get::<Option<jiff_sqlx::Timestamp>, _>(column)?.map(jiff_sqlx::Timestamp::to_jiff))
}

fn previous(row: &PgRow) -> Result<Option<Previous>, sqlx::Error> {
    let Some(kept_until) = moment(row, "kept_until")? else { return Ok(None) };
    Ok(Some(Previous { version: row.try_get("kept_version")?, position: row.try_get("kept_position")?, kept_until }))
}

fn rebuild(row: &PgRow) -> Result<Option<LastRebuild>, sqlx::Error> {
    let (Some(phase), Some(started_at)) = (row.try_get("phase")?, moment(row, "started_at")?) else { return Ok(None) };
    Ok(Some(LastRebuild {
        phase,
        wish: row.try_get("wish")?,
        version: row.try_get("r_version")?,
        position: row.try_get("r_position")?,
        head: row.try_get("r_head")?,
        rate: row.try_get("rate")?,
        event_at: moment(row, "event_at")?,
        tables: row.try_get("tables")?,
        differences: row.try_get("differences")?,
        swap_ms: row.try_get("swap_ms")?,
        error: row.try_get("r_error")?,
        started_at,
        ended_at: moment(row, "ended_at")?,
        at_work: row.try_get("at_work")?,
    }))
}

/// Lets a stopped projection try its event again; false where it was not stopped. Needs [`crate::Role::Operator`].
///
/// # Errors
/// [`ReadError`].
pub async fn resume(db: impl PgExecutor<'_>, projection: &str) -> Result<bool, ReadError> {
    Ok(sqlx::query_scalar("SELECT es.resume_cursor($1)").bind(projection).fetch_one(db).await?)
}

/// Waits until a read model shows a position, so that a screen after an act shows its result. False when it does not in time, and at
/// once where it is stopped.
///
/// # Errors
/// [`ReadError`].
pub async fn wait_for(pool: &PgPool, projection: &str, position: i64, timeout: Duration) -> Result<bool, ReadError> {
    let until = Instant::now() + timeout;
    let mut pause = Duration::from_millis(4);
    loop {
        let row: Option<(i64, String)> = sqlx::query_as("SELECT position, status FROM es.cursors WHERE projection = $1")
            .bind(projection)
            .fetch_optional(pool)
            .await?;
        match row {
            Some((reached, _)) if reached >= position => return Ok(true),
            Some((_, status)) if status == "stopped" => return Ok(false),
            _ if Instant::now() + pause > until => return Ok(false),
            _ => tokio::time::sleep(pause).await,
        }
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

impl ProjectionStatus {
    /// The log it follows.
    pub fn followed(&self) -> Option<Log> {
        Log::from_number(self.log)
    }
}
