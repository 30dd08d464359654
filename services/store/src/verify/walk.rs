//! One walk over a log: pages are fetched, hashed and prepared side by side on all cores; links, versions and whatever else needs the order
//! are followed by one reader. Only a few pages are in memory at any moment.

use std::collections::HashMap;
use std::sync::Arc;

use events::Log;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use sqlx::{PgPool, Row};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Bad, BadKind};
use crate::hash::{self, GENESIS, Hash};
use crate::read::ReadError;
use crate::recorded::Recorded;
use crate::tables::{BEGIN, Cells, Malformed};

/// Events a page: small enough that a few pages of large events stay within tens of megabytes.
const PAGE: i64 = 1_000;

/// Where a walk begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Start {
    /// The last position that is taken for verified.
    pub position: i64,
    /// The chain hash there.
    pub chain: Hash,
}

impl Start {
    /// Before the first event.
    pub const GENESIS: Self = Self { position: 0, chain: GENESIS };
}

/// A walk to be made.
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    /// The log.
    pub log: Log,
    /// Where it begins.
    pub start: Start,
    /// The last position.
    pub until: i64,
    /// Pages worked on side by side; as many as there are cores.
    pub workers: usize,
}

/// An event whose hash and link are right.
pub struct Seen<T> {
    /// The event.
    pub event: Recorded,
    /// Its leaf, computed anew.
    pub leaf: Hash,
    /// What was prepared from it.
    pub prepared: T,
}

/// How far a walk came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Walked {
    /// The last position that is right.
    pub position: i64,
    /// The chain hash there, computed anew.
    pub chain: Hash,
    /// What is wrong behind it; the walk ends there.
    pub bad: Option<Bad>,
    /// It was stopped before the end.
    pub stopped: bool,
}

struct Stored<T> {
    event: Recorded,
    leaf: Vec<u8>,
    chain: Vec<u8>,
    /// Computed anew.
    hashed: Hash,
    prepared: T,
}

struct Page<T> {
    until: i64,
    /// An unreadable row, such as one with a moment at infinity, is none.
    rows: Vec<Option<Stored<T>>>,
}

impl Walk {
    /// Walks. `prepare` runs on the workers, `take` in the order of the log, for events whose hash and link are right.
    ///
    /// # Errors
    /// [`ReadError`] where the database does not answer.
    pub async fn run<T: Send + 'static>(
        self,
        pool: &PgPool,
        prepare: impl Fn(&Recorded) -> T + Send + Sync + 'static,
        mut take: impl FnMut(Seen<T>) + Send,
        stop: &CancellationToken,
    ) -> Result<Walked, ReadError> {
        let prepare = Arc::new(prepare);
        let Self { log, start, until, workers } = self;
        let mut check =
            Check { log, start: start.position, position: start.position, chain: start.chain, versions: HashMap::new() };
        let starts = (0..).map(|n| start.position + n * PAGE).take_while(move |after| *after < until);
        let mut pages = stream::iter(starts)
            .map(|after| {
                let (pool, prepare) = (pool.clone(), Arc::clone(&prepare));
                let work = tokio::spawn(async move { page(&pool, log, after, until.min(after + PAGE), &*prepare).await });
                async move { work.await.map_err(|error| ReadError::Database(sqlx::Error::Io(std::io::Error::other(error))))? }
            })
            .buffered(workers.max(1));
        let mut bad = None;
        while bad.is_none() && !stop.is_cancelled() {
            let Some(page) = pages.try_next().await? else { break };
            check.know_streams(pool, &page).await?;
            for row in page.rows {
                match row.ok_or(Bad { position: check.position + 1, kind: BadKind::Leaf }).and_then(|row| check.event(row)) {
                    Ok(seen) => take(seen),
                    Err(found) => {
                        bad = Some(found);
                        break;
                    }
                }
            }
            if bad.is_none() && check.position < page.until {
                bad = Some(Bad { position: check.position + 1, kind: BadKind::Gap });
            }
        }
        let stopped = bad.is_none() && check.position < until;
        Ok(Walked { position: check.position, chain: check.chain, bad, stopped })
    }
}

struct Check {
    log: Log,
    start: i64,
    position: i64,
    chain: Hash,
    versions: HashMap<Uuid, i32>,
}

impl Check {
    /// In a walk that does not begin at the beginning, a stream may have events before it.
    async fn know_streams<T>(&mut self, pool: &PgPool, page: &Page<T>) -> Result<(), ReadError> {
        if self.start == 0 {
            return Ok(());
        }
        let mut unknown: Vec<Uuid> = page.rows.iter().flatten().map(|row| row.event.stream_id).collect();
        unknown.retain(|stream| !self.versions.contains_key(stream));
        unknown.sort_unstable();
        unknown.dedup();
        let rows = sqlx::query(
            "SELECT s.id, coalesce((SELECT max(e.stream_version) FROM es.events AS e \
                                    WHERE e.log = $1 AND e.stream_id = s.id AND e.position <= $2), 0) FROM unnest($3::uuid[]) AS s (id)",
        )
        .bind(self.log.number())
        .bind(self.start)
        .bind(unknown)
        .fetch_all(pool)
        .await?;
        for row in rows {
            self.versions.insert(row.try_get(0)?, row.try_get(1)?);
        }
        Ok(())
    }

    fn event<T>(&mut self, stored: Stored<T>) -> Result<Seen<T>, Bad> {
        let expected = self.position + 1;
        let bad = |kind| Err(Bad { position: expected, kind });
        if stored.event.position != expected {
            return bad(BadKind::Gap);
        }
        if stored.hashed != *stored.leaf {
            return bad(BadKind::Leaf);
        }
        let chain = hash::link(&self.chain, &stored.hashed);
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
        Ok(Seen { event: stored.event, leaf: stored.hashed, prepared: stored.prepared })
    }
}

async fn page<T>(
    pool: &PgPool,
    log: Log,
    after: i64,
    until: i64,
    prepare: &(impl Fn(&Recorded) -> T + Sync),
) -> Result<Page<T>, ReadError> {
    let sql = format!(
        "COPY (SELECT {}, leaf, chain FROM es.events WHERE log = {} AND position > {after} AND position <= {until} ORDER BY position) \
         TO STDOUT (FORMAT BINARY)",
        Recorded::COLUMNS,
        log.number()
    );
    let read = |mut cells: Cells<'_>| -> Result<Stored<T>, Malformed> {
        let event = Recorded::from_cells(log, &mut cells)?;
        let hash = Malformed("a hash");
        let (leaf, chain) = (cells.next()?.ok_or(hash)?.to_vec(), cells.next()?.ok_or(hash)?.to_vec());
        let hashed = hash::leaf(&hash::entry(&event));
        let prepared = prepare(&event);
        Ok(Stored { event, leaf, chain, hashed, prepared })
    };
    let mut conn = pool.acquire().await?;
    let mut sent = conn.copy_out_raw(&sql).await?;
    let mut rows = Vec::new();
    // Each message is a row, the first after what COPY begins with.
    while let Some(message) = sent.try_next().await? {
        let row = message.strip_prefix(BEGIN.as_slice()).unwrap_or(&message);
        if row.is_empty() {
            continue;
        }
        match Cells::of_copied(row) {
            Ok(Some(cells)) => rows.push(read(cells).ok()),
            Ok(None) => {}
            Err(_) => rows.push(None),
        }
    }
    Ok(Page { until, rows })
}
