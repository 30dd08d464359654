//! Proof that a log is whole: every hash and every link is computed again from the stored bytes, none is sampled.

mod walk;

use events::Log;
use serde::Serialize;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::read::{self, Head, ReadError};

pub use walk::{Seen, Start, Walk, Walked};

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LogReport {
    /// Number of the log.
    pub log: i16,
    /// Nothing is wrong.
    pub whole: bool,
    /// Events looked at.
    pub checked: i64,
    /// Last position of the log when the look began.
    pub head: i64,
    /// Chain hash there as stored, in hexadecimal.
    pub chain: String,
    /// The first thing that is wrong.
    pub first_bad: Option<Bad>,
}

/// Something that is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Bad {
    /// Where.
    pub position: i64,
    /// What.
    pub kind: BadKind,
}

/// What can be wrong with a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadKind {
    /// A column of the event is not what was hashed.
    Leaf,
    /// The event does not follow on the one before it.
    Chain,
    /// An event is missing.
    Gap,
    /// The event is not the next of its stream, or the stream says it has another number of events.
    Version,
    /// The log does not end where its head says.
    Head,
}

/// Computes everything again, to the position at which the log ends now. `progress` is told how far it has come. Runs as any role that
/// may read the log; [`crate::Role::Auditor`] is meant for it.
///
/// # Errors
/// [`ReadError`] where the database does not answer; what is wrong with the log is in the report.
pub async fn verify_log(pool: &PgPool, log: Log, mut progress: impl FnMut(i64) + Send) -> Result<LogReport, ReadError> {
    let head = read::head(pool, log).await?;
    let workers = std::thread::available_parallelism().map_or(1, Into::into);
    let walk = Walk { log, start: Start::GENESIS, until: head.position, workers };
    let walked = walk.run(pool, |_| (), |seen| progress(seen.event.position), &CancellationToken::new()).await?;
    let bad = match walked.bad {
        Some(bad) => Some(bad),
        None => verify_end(pool, log, &head, &walked).await?,
    };
    Ok(LogReport {
        log: log.number(),
        whole: bad.is_none(),
        checked: walked.position,
        head: head.position,
        chain: hex::encode(head.chain),
        first_bad: bad,
    })
}

/// After a walk to the head: whether the log ends where its head says, and streams have the versions their rows say.
///
/// # Errors
/// [`ReadError`].
pub async fn verify_end(pool: &PgPool, log: Log, head: &Head, walked: &Walked) -> Result<Option<Bad>, ReadError> {
    if walked.chain != head.chain {
        return Ok(Some(Bad { position: head.position, kind: BadKind::Head }));
    }
    if let Some(bad) = beyond_head(pool, log).await? {
        return Ok(Some(bad));
    }
    wrong_stream(pool, log).await
}

/// Events after the end, or before the beginning. Each is asked for by itself, so that each is found through the key.
async fn beyond_head(pool: &PgPool, log: Log) -> Result<Option<Bad>, ReadError> {
    let first: Option<i64> = sqlx::query_scalar(
        "SELECT least((SELECT min(position) FROM es.events WHERE log = $1 AND position < 1), \
                      (SELECT min(position) FROM es.events WHERE log = $1 AND position > (SELECT position FROM es.head WHERE log = $1)))",
    )
    .bind(log.number())
    .fetch_one(pool)
    .await?;
    Ok(first.map(|position| Bad { position, kind: BadKind::Head }))
}

/// Streams whose row says another version than their events.
async fn wrong_stream(pool: &PgPool, log: Log) -> Result<Option<Bad>, ReadError> {
    let first: Option<i64> = sqlx::query_scalar(
        "SELECT min(coalesce(last.position, 0)) FROM es.streams AS s \
         LEFT JOIN LATERAL (SELECT e.position, e.stream_version, e.stream_type FROM es.events AS e \
                            WHERE e.log = s.log AND e.stream_id = s.stream_id ORDER BY e.stream_version DESC LIMIT 1) AS last ON true \
         WHERE s.log = $1 AND (s.version, s.stream_type) IS DISTINCT FROM (last.stream_version, last.stream_type)",
    )
    .bind(log.number())
    .fetch_one(pool)
    .await?;
    Ok(first.map(|position| Bad { position, kind: BadKind::Version }))
}
