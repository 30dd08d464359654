//! Events that cannot be applied (poison). A read model stops at one, or, where its operator wished so, parks it: it waits, what comes after
//! it and touches the same rows waits behind it, and everything else goes on. Rows that are built anew do without the same events.

mod left_out;
mod release;

use std::time::Duration;

use events::Log;
use jiff::Timestamp;
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgExecutor, PgPool, Row as _};
use uuid::Uuid;

pub(crate) use left_out::LeftOut;
pub use release::{Tried, retry, skip};

use crate::projection::{Projection, Told};
use crate::read::ReadError;

/// A release that reads nothing must not park the whole log: at so many a read model stops.
const MOST: i64 = 20;

/// An event that is parked for longer than this raises an alarm.
pub const PARKED_TOO_LONG: Duration = Duration::from_hours(24);

/// What a read model does at an event that cannot be applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OnPoison {
    /// Stops there.
    Stop,
    /// Parks it and goes on with what does not touch its rows.
    Park,
}

/// Why the rows of a read model do without an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// It cannot be applied.
    Parked,
    /// It touches the rows of one that is parked.
    Waiting,
    /// Two operators decided so.
    Skipped,
    /// It was parked and has been applied since; the log does not say so yet.
    Released,
}

impl Left {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Parked => "parked",
            Self::Waiting => "waiting",
            Self::Skipped => "skipped",
            Self::Released => "released",
        }
    }

    fn of_code(code: &str) -> Self {
        match code {
            "parked" => Self::Parked,
            "skipped" => Self::Skipped,
            "released" => Self::Released,
            _ => Self::Waiting,
        }
    }
}

/// An event that the rows of a read model do without.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LeftOutEvent {
    /// The read model.
    pub read_model: String,
    /// Its position.
    pub position: i64,
    /// Why.
    pub state: Left,
    /// Its stream.
    pub stream_id: Uuid,
    /// Its type.
    pub event_type: String,
    /// Why it could not be applied; nothing personal.
    pub error: Option<String>,
    /// Version of the code that could not.
    pub version: i32,
    /// Since when.
    pub since: Timestamp,
    /// Whether the log says so.
    pub told: bool,
}

impl LeftOutEvent {
    fn of(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            read_model: row.try_get("rows_of")?,
            position: row.try_get("position")?,
            state: Left::of_code(row.try_get("state")?),
            stream_id: row.try_get("stream_id")?,
            event_type: row.try_get("event_type")?,
            error: row.try_get("error")?,
            version: row.try_get("version")?,
            since: row.try_get::<jiff_sqlx::Timestamp, _>("since")?.to_jiff(),
            told: row.try_get("told")?,
        })
    }
}

/// What the live rows of all read models do without, oldest first. Those that wait behind others are many and only counted in
/// [`crate::ProjectionStatus`].
///
/// # Errors
/// [`ReadError`].
pub async fn left_out(db: impl PgExecutor<'_>) -> Result<Vec<LeftOutEvent>, ReadError> {
    const LEFT_OUT: &str = "SELECT rows_of, position, state, stream_id, event_type, error, version, since, told FROM es.left_out \
                            WHERE rows_of NOT LIKE '%:%' AND state <> 'waiting' ORDER BY since, rows_of, position";
    let rows = sqlx::query(LEFT_OUT).fetch_all(db).await?;
    Ok(rows.iter().map(LeftOutEvent::of).collect::<Result<_, _>>()?)
}

/// The log says so now. Needs [`crate::Role::Projector`].
///
/// # Errors
/// [`ReadError`].
pub async fn left_out_told(db: impl PgExecutor<'_>, event: &LeftOutEvent) -> Result<(), ReadError> {
    sqlx::query("SELECT es.left_out_told($1, $2, $3)")
        .bind(&event.read_model)
        .bind(event.position)
        .bind(event.state.code())
        .fetch_all(db)
        .await?;
    Ok(())
}

/// What a read model does at an event that cannot be applied, from now on; one that had stopped tries again. False where it is unknown.
/// Needs [`crate::Role::Operator`].
///
/// # Errors
/// [`ReadError`].
pub async fn set_on_poison(db: impl PgExecutor<'_>, projection: &str, on_poison: OnPoison) -> Result<bool, ReadError> {
    let word = match on_poison {
        OnPoison::Stop => "stop",
        OnPoison::Park => "park",
    };
    Ok(sqlx::query_scalar("SELECT es.set_on_poison($1, $2)").bind(projection).bind(word).fetch_one(db).await?)
}

/// Parks an event, if that is the policy and not too many are. `rows_of` names the rows that will do without it.
pub(crate) async fn park(
    conn: &mut PgConnection,
    rows_of: &str,
    projection: &dyn Projection,
    told: &Told,
    error: &str,
) -> Result<bool, sqlx::Error> {
    const MAY: &str = "SELECT c.on_poison = 'park' AND \
                          (SELECT count(*) FROM es.left_out AS l WHERE l.rows_of = $2 AND l.state = 'parked') < $3 \
                       FROM es.cursors AS c WHERE c.projection = $1";
    let may: Option<bool> =
        sqlx::query_scalar(MAY).bind(projection.name()).bind(rows_of).bind(MOST).fetch_optional(&mut *conn).await?;
    if may != Some(true) {
        return Ok(false);
    }
    let mut left = LeftOut::default();
    left.park(projection, told, error);
    left.save(conn, rows_of, projection).await?;
    tracing::error!(
        rows_of,
        position = told.recorded.position,
        event_type = told.recorded.event_type,
        error,
        "projection.parked"
    );
    Ok(true)
}

/// One event of a log.
pub(crate) async fn event_at(pool: &PgPool, log: Log, position: i64) -> Result<Option<Told>, ReadError> {
    Ok(crate::read::page(pool, log, position - 1, 1).await?.into_iter().next().map(Told::from))
}
