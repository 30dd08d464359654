//! An event with the hashes that hold it in its place, and everything that followed from one request.

use events::Log;
use events::ids::CorrelationId;
use sqlx::{PgExecutor, Row};

use crate::hash::{self, Hash};
use crate::read::ReadError;
use crate::recorded::{Recorded, columns};

/// An event and its place in the chain, as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The event.
    pub event: Recorded,
    /// Its leaf.
    pub leaf: Hash,
    /// The chain after it.
    pub chain: Hash,
    /// The chain before it.
    pub before: Hash,
}

impl Placed {
    /// Whether leaf and chain are those of this content, computed now.
    pub fn holds(&self) -> bool {
        let leaf = hash::leaf(&hash::entry(&self.event));
        leaf == self.leaf && hash::link(&self.before, &leaf) == self.chain
    }
}

/// The events at these positions with their hashes, in the order of the log.
///
/// # Errors
/// [`ReadError`].
pub async fn placed(db: impl PgExecutor<'_>, log: Log, positions: &[i64]) -> Result<Vec<Placed>, ReadError> {
    const PLACED: &str = concat!(
        "SELECT ",
        columns!(),
        ", leaf, chain, COALESCE((SELECT p.chain FROM es.events AS p WHERE p.log = $1 AND p.position = e.position - 1), \
          decode(repeat('00', 32), 'hex')) FROM es.events AS e WHERE log = $1 AND position = ANY($2) ORDER BY position"
    );
    let rows = sqlx::query(PLACED).bind(log.number()).bind(positions).fetch_all(db).await?;
    let hash = |row: &sqlx::postgres::PgRow, column: usize| -> Result<Hash, sqlx::Error> {
        let bytes: Vec<u8> = row.try_get(column)?;
        bytes.try_into().map_err(|_| sqlx::Error::Decode("a hash is not 32 bytes".into()))
    };
    let placed = rows.iter().map(|row| {
        Ok(Placed { event: Recorded::from_row(row)?, leaf: hash(row, 21)?, chain: hash(row, 22)?, before: hash(row, 23)? })
    });
    Ok(placed.collect::<Result<_, sqlx::Error>>()?)
}

/// At most `limit` events of one request or run, of both logs, by log and position.
///
/// # Errors
/// [`ReadError`].
pub async fn of_correlation(db: impl PgExecutor<'_>, id: CorrelationId, limit: i64) -> Result<Vec<Recorded>, ReadError> {
    const CORRELATED: &str =
        concat!("SELECT ", columns!(), " FROM es.events WHERE correlation_id = $1 ORDER BY log, position LIMIT $2");
    let rows = sqlx::query(CORRELATED).bind(id.0).bind(limit).fetch_all(db).await?;
    Ok(rows.iter().map(Recorded::from_row).collect::<Result<_, _>>()?)
}
