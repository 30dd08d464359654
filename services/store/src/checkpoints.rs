//! Checkpoints (検証点) of a log and its Merkle tree, as the database keeps them. Signatures are made and believed elsewhere.

use std::collections::BTreeSet;

use events::Log;
use evidence::{Hash, TileId, Tiles, WIDTH};
use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, PgPool, Row};

use crate::read::ReadError;

/// A checkpoint as it is kept. Whether to believe it, its signature says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptCheckpoint {
    /// Number of events.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// The signed note.
    pub note: String,
    /// When it was kept.
    pub recorded_at: Timestamp,
}

/// The root of a full tile: a hash of the level above it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TreeNode {
    /// Level, from 1.
    pub level: u32,
    /// Place in its level, from 0.
    pub index: u64,
    /// The root.
    pub hash: Hash,
}

/// The name of a log that its checkpoints carry; none before the installation's first event.
///
/// # Errors
/// [`ReadError`].
pub async fn log_origin(db: impl PgExecutor<'_>, log: Log) -> Result<Option<String>, ReadError> {
    let founding: Option<uuid::Uuid> =
        sqlx::query_scalar("SELECT event_id FROM es.events WHERE log = 1 AND position = 1").fetch_optional(db).await?;
    Ok(founding.map(|id| format!("daicho.{id}/{}", log.name())))
}

/// At most `limit` checkpoints of more than `after` events, by size.
///
/// # Errors
/// [`ReadError`].
pub async fn checkpoints(db: impl PgExecutor<'_>, log: Log, after: u64, limit: i64) -> Result<Vec<KeptCheckpoint>, ReadError> {
    let rows = sqlx::query(
        "SELECT size, root, note, recorded_at FROM es.checkpoints WHERE log = $1 AND size > $2 ORDER BY size LIMIT $3",
    )
    .bind(log.number())
    .bind(signed(after))
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(kept).collect::<Result<_, _>>()?)
}

/// The newest checkpoint.
///
/// # Errors
/// [`ReadError`].
pub async fn newest_checkpoint(db: impl PgExecutor<'_>, log: Log) -> Result<Option<KeptCheckpoint>, ReadError> {
    let row = sqlx::query("SELECT size, root, note, recorded_at FROM es.checkpoints WHERE log = $1 ORDER BY size DESC LIMIT 1")
        .bind(log.number())
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(kept).transpose()?)
}

/// Keeps a checkpoint with the nodes that have become complete since the one before. False where a newer one is there.
///
/// # Errors
/// [`ReadError`]; also where the nodes contradict those that are kept.
pub async fn keep_checkpoint(
    pool: &PgPool,
    log: Log,
    (size, root, note): (u64, &Hash, &str),
    nodes: &[TreeNode],
) -> Result<bool, ReadError> {
    let levels: Vec<i16> = nodes.iter().map(|node| i16::try_from(node.level).unwrap_or(i16::MAX)).collect();
    let indexes: Vec<i64> = nodes.iter().map(|node| signed(node.index)).collect();
    let hashes: Vec<&[u8]> = nodes.iter().map(|node| node.hash.as_slice()).collect();
    Ok(sqlx::query_scalar("SELECT es.keep_checkpoint($1, $2, $3, $4, $5, $6, $7)")
        .bind(log.number())
        .bind(signed(size))
        .bind(root.as_slice())
        .bind(note)
        .bind(levels)
        .bind(indexes)
        .bind(hashes)
        .fetch_one(pool)
        .await?)
}

/// Keeps what a witness signed; `witness` is name and id of its key.
///
/// # Errors
/// [`ReadError`].
pub async fn keep_cosignature(pool: &PgPool, log: Log, size: u64, witness: &str, line: &str) -> Result<(), ReadError> {
    sqlx::query("SELECT es.keep_cosignature($1, $2, $3, $4)")
        .bind(log.number())
        .bind(signed(size))
        .bind(witness)
        .bind(line)
        .execute(pool)
        .await?;
    Ok(())
}

/// The signature lines of witnesses under a checkpoint.
///
/// # Errors
/// [`ReadError`].
pub async fn cosignatures(db: impl PgExecutor<'_>, log: Log, size: u64) -> Result<Vec<String>, ReadError> {
    const LINES: &str = "SELECT line FROM es.cosignatures WHERE log = $1 AND size = $2 ORDER BY witness";
    Ok(sqlx::query_scalar(LINES).bind(log.number()).bind(signed(size)).fetch_all(db).await?)
}

/// What a witness signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptCosignature {
    /// Size of the checkpoint.
    pub size: u64,
    /// Name and id of the witness's key.
    pub witness: String,
    /// The signature line.
    pub line: String,
    /// When it was kept.
    pub recorded_at: Timestamp,
}

/// What witnesses signed after a moment, in the order of keeping.
///
/// # Errors
/// [`ReadError`].
pub async fn cosignatures_since(db: impl PgExecutor<'_>, log: Log, moment: Timestamp) -> Result<Vec<KeptCosignature>, ReadError> {
    const SINCE: &str =
        "SELECT size, witness, line, recorded_at FROM es.cosignatures WHERE log = $1 AND recorded_at > $2 ORDER BY recorded_at";
    let rows = sqlx::query(SINCE).bind(log.number()).bind(jiff_sqlx::Timestamp::from(moment)).fetch_all(db).await?;
    let cosignature = |row: &PgRow| {
        Ok(KeptCosignature {
            size: row.try_get::<i64, _>(0)?.unsigned_abs(),
            witness: row.try_get(1)?,
            line: row.try_get(2)?,
            recorded_at: row.try_get::<jiff_sqlx::Timestamp, _>(3)?.to_jiff(),
        })
    };
    Ok(rows.iter().map(cosignature).collect::<Result<_, sqlx::Error>>()?)
}

/// Size of the largest checkpoint that a witness signed; 0 where there is none.
///
/// # Errors
/// [`ReadError`].
pub async fn cosigned(db: impl PgExecutor<'_>, log: Log, witness: &str) -> Result<u64, ReadError> {
    const SIZE: &str = "SELECT coalesce(max(size), 0) FROM es.cosignatures WHERE log = $1 AND witness = $2";
    let size: i64 = sqlx::query_scalar(SIZE).bind(log.number()).bind(witness).fetch_one(db).await?;
    Ok(size.unsigned_abs())
}

/// The stored leaves from one place (from 0) up to another.
///
/// # Errors
/// [`ReadError`], also where one is missing.
pub async fn leaves(db: impl PgExecutor<'_>, log: Log, from: u64, until: u64) -> Result<Vec<Hash>, ReadError> {
    const LEAVES: &str = "SELECT leaf FROM es.events WHERE log = $1 AND position > $2 AND position <= $3 ORDER BY position";
    let rows: Vec<Vec<u8>> =
        sqlx::query_scalar(LEAVES).bind(log.number()).bind(signed(from)).bind(signed(until)).fetch_all(db).await?;
    hashes(rows, until.saturating_sub(from))
}

/// Leaf and chain hash of at most `limit` events after a position, as they are stored.
///
/// # Errors
/// [`ReadError`].
pub async fn stored_hashes(db: impl PgExecutor<'_>, log: Log, after: u64, limit: u64) -> Result<Vec<(Hash, Hash)>, ReadError> {
    const HASHES: &str =
        "SELECT leaf, chain FROM es.events WHERE log = $1 AND position > $2 AND position <= $3 ORDER BY position";
    let rows = sqlx::query(HASHES)
        .bind(log.number())
        .bind(signed(after))
        .bind(signed(after.saturating_add(limit)))
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(|row| Ok((hash(row.try_get(0)?)?, hash(row.try_get(1)?)?))).collect::<Result<_, sqlx::Error>>()?)
}

/// Fetches tiles as they are in a tree of `size` leaves. Nothing of them is believed: what follows from them is compared with a checkpoint.
///
/// # Errors
/// [`ReadError`], also where a hash is missing.
pub async fn tiles(pool: &PgPool, log: Log, wanted: &BTreeSet<TileId>, size: u64) -> Result<Tiles, ReadError> {
    const NODES: &str =
        "SELECT hash FROM es.tree_nodes WHERE log = $1 AND level = $2 AND index >= $3 AND index < $4 ORDER BY index";
    let mut tiles = Tiles::default();
    for id in wanted {
        let (from, width) = (id.index * WIDTH, id.width(size));
        let hashes = if id.level == 0 {
            leaves(pool, log, from, from + width).await?
        } else {
            let rows = sqlx::query_scalar(NODES)
                .bind(log.number())
                .bind(i16::try_from(id.level).unwrap_or(i16::MAX))
                .bind(signed(from))
                .bind(signed(from + width))
                .fetch_all(pool)
                .await?;
            hashes(rows, width)?
        };
        tiles.insert(*id, hashes);
    }
    Ok(tiles)
}

fn kept(row: &PgRow) -> Result<KeptCheckpoint, sqlx::Error> {
    Ok(KeptCheckpoint {
        size: row.try_get::<i64, _>(0)?.unsigned_abs(),
        root: hash(row.try_get(1)?)?,
        note: row.try_get(2)?,
        recorded_at: row.try_get::<jiff_sqlx::Timestamp, _>(3)?.to_jiff(),
    })
}

fn hash(bytes: Vec<u8>) -> Result<Hash, sqlx::Error> {
    bytes.try_into().map_err(|_| sqlx::Error::Decode("a hash is not 32 bytes".into()))
}

fn hashes(rows: Vec<Vec<u8>>, expected: u64) -> Result<Vec<Hash>, ReadError> {
    let hashes: Vec<Hash> = rows.into_iter().map(hash).collect::<Result<_, _>>()?;
    if u64::try_from(hashes.len()) == Ok(expected) {
        Ok(hashes)
    } else {
        Err(ReadError::Database(sqlx::Error::Decode(
            format!("{} hashes are there, {expected} were expected", hashes.len()).into(),
        )))
    }
}

/// Positions and sizes are `bigint` in the database and never negative.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
