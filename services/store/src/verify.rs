//! Proof that a log is whole: every hash and every link is computed again from the stored bytes, none is sampled.

use std::collections::HashMap;

use events::Log;
use serde::Serialize;
use sqlx::{PgPool, Row};
use uuid::Uuid;

use crate::hash::{self, GENESIS, Hash};
use crate::read::{self, ReadError};
use crate::recorded::{Recorded, columns};

const PAGE: i64 = 2_000;

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
    let mut check = Check { position: 0, chain: GENESIS, versions: HashMap::new() };
    let mut bad = None;
    while bad.is_none() && check.position < head.position {
        let upto = head.position.min(check.position + PAGE);
        let rows = stored(pool, log, check.position, upto).await?;
        bad = rows.into_iter().find_map(|row| match row {
            Ok(row) => check.event(&row).err(),
            // A value that cannot even be read, such as a moment at infinity, is not what was hashed.
            Err(_) => Some(Bad { position: check.position + 1, kind: BadKind::Leaf }),
        });
        if bad.is_none() && check.position < upto {
            bad = Some(Bad { position: check.position + 1, kind: BadKind::Gap });
        }
        progress(check.position);
    }
    if bad.is_none() && check.chain != head.chain {
        bad = Some(Bad { position: head.position, kind: BadKind::Head });
    }
    if bad.is_none() {
        bad = beyond_head(pool, log).await?;
    }
    if bad.is_none() {
        bad = wrong_stream(pool, log).await?;
    }
    Ok(LogReport {
        log: log.number(),
        whole: bad.is_none(),
        checked: check.position,
        head: head.position,
        chain: hex::encode(head.chain),
        first_bad: bad,
    })
}

struct Stored {
    event: Recorded,
    leaf: Vec<u8>,
    chain: Vec<u8>,
}

struct Check {
    position: i64,
    chain: Hash,
    versions: HashMap<Uuid, i32>,
}

impl Check {
    fn event(&mut self, stored: &Stored) -> Result<(), Bad> {
        let expected = self.position + 1;
        let bad = |kind| Err(Bad { position: expected, kind });
        if stored.event.position != expected {
            return bad(BadKind::Gap);
        }
        let leaf = hash::leaf(&hash::entry(&stored.event));
        if leaf != *stored.leaf {
            return bad(BadKind::Leaf);
        }
        let chain = hash::link(&self.chain, &leaf);
        if chain != *stored.chain {
            return bad(BadKind::Chain);
        }
        let version = self.versions.entry(stored.event.stream_id).or_default();
        if stored.event.stream_version != *version + 1 {
            return bad(BadKind::Version);
        }
        *version += 1;
        self.chain = chain;
        self.position = expected;
        Ok(())
    }
}

async fn stored(pool: &PgPool, log: Log, after: i64, upto: i64) -> Result<Vec<Result<Stored, sqlx::Error>>, ReadError> {
    const ROWS: &str = concat!(
        "SELECT ",
        columns!(),
        ", leaf, chain FROM es.events WHERE log = $1 AND position > $2 AND position <= $3 ORDER BY position"
    );
    let rows = sqlx::query(ROWS).bind(log.number()).bind(after).bind(upto).fetch_all(pool).await?;
    Ok(rows
        .iter()
        .map(|row| Ok(Stored { event: Recorded::from_row(row)?, leaf: row.try_get(21)?, chain: row.try_get(22)? }))
        .collect())
}

/// Events after the end.
async fn beyond_head(pool: &PgPool, log: Log) -> Result<Option<Bad>, ReadError> {
    let first: Option<i64> = sqlx::query_scalar(
        "SELECT min(e.position) FROM es.head AS h JOIN es.events AS e ON e.log = h.log AND (e.position > h.position OR e.position < 1) \
         WHERE h.log = $1",
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
