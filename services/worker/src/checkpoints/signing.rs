//! Signing the next checkpoint of a log. What was signed before must still be true: a log that has become shorter or another is not
//! signed any more, whatever the database says about it.

use std::path::PathBuf;
use std::time::Duration;

use events::Log;
use evidence::{Checkpoint, Edge, Handover, Hash, Place, PlaceError, SigningKey, tiles_of};
use futures::future::BoxFuture;
use sqlx::PgPool;
use store::{KeptCheckpoint, LogKey, ReadError, TreeNode};
use tokio::time::Instant;

use super::{Current, Round};

/// A checkpoint at least this often while the log grows.
const EACH: Duration = Duration::from_mins(1);
/// And at least after so many events.
const EVENTS: u64 = 1_000;
/// At most so many events under one new checkpoint, so that catching up with a long log takes little memory.
const MOST: u64 = 65_536;

/// Why there is no new checkpoint, or why it did not arrive.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// The log lost events that were signed.
    #[error("log {log} has {head} events, but {size} were signed (exit code 13 of verify): nothing is signed any more")]
    Shorter { log: &'static str, head: u64, size: u64 },
    /// The log is not the one that was signed.
    #[error("log {log} is not what was signed at {size} events (exit code 11 of verify): nothing is signed any more")]
    Differs { log: &'static str, size: u64 },
    /// What is kept was not signed by this installation.
    #[error("the checkpoint of {size} events in {place} is not ours: {source}")]
    NotOurs { place: String, size: u64, source: evidence::CheckpointError },
    /// The key is gone.
    #[error("checkpoints.key is missing although checkpoints were signed with it: put it back from its copy")]
    KeyLost,
    /// The key cannot be read.
    #[error(transparent)]
    Key(#[from] store::KeyError),
    /// The origin cannot name a key.
    #[error(transparent)]
    Origin(#[from] evidence::KeyError),
    /// The database does not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A directory cannot be used.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A witness does not answer, or not as it should.
    #[error("the witness {0}")]
    Witness(String),
}

pub(super) struct Signing {
    pool: PgPool,
    log: Log,
    keys: PathBuf,
    places: Vec<Place>,
    ready: Option<Ready>,
}

/// What is known once keys and places were read.
struct Ready {
    current: Current,
    /// Number of the newest key file when it was looked.
    newest: Option<u32>,
    /// What was signed and must stay true: the newest of each place, and our own last.
    signed: Vec<Checkpoint>,
    last: Option<Instant>,
}

impl Signing {
    pub(super) fn new(pool: PgPool, log: Log, keys: PathBuf, places: Vec<Place>) -> Self {
        Self { pool, log, keys, places, ready: None }
    }

    /// Whether the keys are no longer those that were read.
    async fn is_outdated(&self) -> Result<bool, Trouble> {
        let Some(ready) = &self.ready else { return Ok(true) };
        let handed_over = store::handovers(&self.pool, self.log).await?.pop().map(|kept| kept.handover.key);
        let other = handed_over.is_some_and(|newest| ready.current.keys.newest() != Some(&newest));
        Ok(other || ready.newest != LogKey::newest(&self.keys))
    }

    /// Reads the key and what the places hold; `None` before the installation's first event.
    async fn prepare(&self) -> Result<Option<Ready>, Trouble> {
        let Some(origin) = store::log_origin(&self.pool, self.log).await? else { return Ok(None) };
        let current = super::current(&self.pool, self.log, &origin, &self.keys, &self.places).await?;
        let newest = LogKey::newest(&self.keys);
        let mut signed = Vec::new();
        for (place, first) in self.places.iter().zip(std::iter::once(true).chain(std::iter::repeat(false))) {
            let (owned, log) = (place.clone(), self.log.name());
            let newest = tokio::task::spawn_blocking(move || owned.newest(log)).await;
            match newest.unwrap_or(Ok(None)) {
                Ok(Some((size, note))) => {
                    let place = place.path().display().to_string();
                    let opened = current.keys.open(&note);
                    signed.push(opened.map_err(|source| Trouble::NotOurs { place, size, source })?.checkpoint);
                }
                Err(error) if first => return Err(error.into()),
                // Nothing there; or it cannot be read, which its own task tells.
                Ok(None) | Err(_) => {}
            }
        }
        Ok(Some(Ready { current, newest, signed, last: None }))
    }
}

impl Round for Signing {
    fn round(&mut self) -> BoxFuture<'_, Result<bool, Trouble>> {
        Box::pin(async {
            // Another key lies ready, or another worker has handed over: everything is looked at anew.
            if self.is_outdated().await? {
                self.ready = self.prepare().await?;
            }
            let Some(ready) = &mut self.ready else { return Ok(false) };
            let (pool, log) = (&self.pool, self.log);
            let head = store::head(pool, log).await?.position.unsigned_abs();
            if let Some(size) = ready.signed.iter().map(|signed| signed.size).max().filter(|size| *size > head) {
                return Err(Trouble::Shorter { log: log.name(), head, size });
            }
            let kept = store::newest_checkpoint(pool, log).await?;
            let from = kept.as_ref().map_or(0, |kept| kept.size);
            let due = ready.last.is_none_or(|last| last.elapsed() >= EACH) || head.saturating_sub(from) >= EVENTS;
            if head <= from || !due {
                return hand_over(pool, log, ready, kept.as_ref()).await;
            }
            let before = match kept {
                Some(kept) => {
                    let opened = ready.current.keys.open(&kept.note);
                    let not_ours = |source| Trouble::NotOurs { place: "es.checkpoints".to_owned(), size: kept.size, source };
                    Some(opened.map_err(not_ours)?.checkpoint)
                }
                None => None,
            };
            let next = next(pool, log, &ready.current.key, before.as_ref(), &ready.signed, head.min(from + MOST)).await?;
            let more = next.size < head;
            tracing::info!(log = log.name(), position = next.size, "checkpoints.signed");
            ready.signed.retain(|signed| signed.size > next.size);
            ready.signed.push(next);
            ready.last = Some(Instant::now());
            Ok(more)
        })
    }
}

/// Hands the newest checkpoint over to the key that lies ready: old and new sign the same text. True where that was done.
async fn hand_over(pool: &PgPool, log: Log, ready: &mut Ready, kept: Option<&KeptCheckpoint>) -> Result<bool, Trouble> {
    let (Some(next), Some(kept)) = (&ready.current.next, kept) else { return Ok(false) };
    let not_ours = |source| Trouble::NotOurs { place: "es.checkpoints".to_owned(), size: kept.size, source };
    let mut signed = ready.current.keys.open(&kept.note).map_err(not_ours)?;
    let old = ready.current.key.verifier();
    signed.note.signatures.retain(|signature| signature.is_of(old));
    signed.note.sign(next, 0);
    let handover = Handover { key: next.verifier().clone(), signed };
    if !store::keep_handover(pool, log, old, &handover).await? {
        return Ok(false);
    }
    tracing::info!(log = log.name(), position = kept.size, "checkpoints.handed_over");
    ready.newest = None;
    Ok(true)
}

/// Signs and keeps the checkpoint at `size`, after everything that was signed before was found to be true still.
async fn next(
    pool: &PgPool,
    log: Log,
    key: &SigningKey,
    before: Option<&Checkpoint>,
    signed: &[Checkpoint],
    size: u64,
) -> Result<Checkpoint, Trouble> {
    let differs = |size| Trouble::Differs { log: log.name(), size };
    let from = before.map_or(0, |before| before.size);
    let wanted = Edge::tiles_at(from).into_iter().collect();
    let tiles = store::tiles(pool, log, &wanted, from).await?;
    let mut edge = Edge::new(from, |id| tiles.get(id).map(<[Hash]>::to_vec)).ok_or_else(|| differs(from))?;
    if before.is_some_and(|before| before.root != edge.root()) {
        return Err(differs(from));
    }
    for signed in signed.iter().filter(|signed| signed.size <= from) {
        let spans = vec![0..signed.size; 1];
        let tiles = store::tiles(pool, log, &tiles_of(&spans), from).await?;
        if tiles.root(signed.size) != Some(signed.root) {
            return Err(differs(signed.size));
        }
    }
    let mut nodes = Vec::new();
    for leaf in store::leaves(pool, log, from, size).await? {
        edge.push(leaf, |id, _, root| nodes.push(TreeNode { level: id.level + 1, index: id.index, hash: root }));
        if signed.iter().any(|signed| signed.size == edge.size() && signed.root != edge.root()) {
            return Err(differs(edge.size()));
        }
    }
    let checkpoint = Checkpoint { origin: key.verifier().name().to_owned(), size, root: edge.root() };
    let note = checkpoint.sign(key).to_string();
    store::keep_checkpoint(pool, log, (size, &checkpoint.root, &note), &nodes).await?;
    Ok(checkpoint)
}
