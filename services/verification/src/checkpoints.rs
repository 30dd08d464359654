//! Signed checkpoints (検証点), from the database and from every place they were copied to. Each signature is checked before its size and
//! root mean anything: whoever rewrites the log cannot sign, and whoever removes checkpoints would have to remove all copies.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use events::Log;
use evidence::{CheckpointError, Hash, LogKeys, Place, PlaceError};
use jiff::Timestamp;
use sqlx::{PgPool, Row as _};
use store::{ReadError, Restoration};

use crate::report::{Code, Fault};

/// A checkpoint that was signed this long ago must lie in every place, and events this old must lie under one while a worker runs.
pub const GRACE_SECONDS: i64 = 300;
/// A worker that has just begun signs what it finds within seconds; so long it is waited for.
const BEGINNING: Duration = Duration::from_secs(10);

/// What the signed statements about one log demand.
#[derive(Debug, Default)]
pub struct Demands {
    /// Size and root, by size, as far as signatures are good.
    pub roots: BTreeMap<u64, Hash>,
    /// Statements looked at, copies included.
    pub checked: usize,
    /// Who signs: name and key of the log.
    pub signer: Option<String>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Sizes in each place, to find what is missing.
    sizes: Vec<(String, BTreeSet<u64>)>,
    recent: BTreeSet<u64>,
}

impl Demands {
    /// Reads and checks everything that was ever signed about a log.
    pub(crate) async fn gather(pool: &PgPool, log: Log, places: &[PathBuf]) -> Result<Self, ReadError> {
        let mut demands = Self::default();
        let restorations = store::restorations(pool).await?;
        let stretch = |n: usize| places.iter().map(move |place| Place::after(place, n)).collect::<Vec<_>>();
        let all: Vec<Place> = (0..=restorations.len()).rev().flat_map(stretch).collect();
        let keys = demands.keys(pool, log, &all).await?;
        demands.signer = keys.as_ref().and_then(LogKeys::newest).map(ToString::to_string);
        let stored = stored(pool, log).await?;
        let young = young(pool).await?;
        let Some(keys) = keys else {
            if !stored.is_empty() {
                demands.faults.push(Fault::of(Code::CheckpointMissing, log, 0, "検証点の公開鍵が、どの置き場所にもありません"));
            }
            return Ok(demands);
        };
        let mut sizes = BTreeSet::new();
        for (size, note, at) in stored {
            if at > young {
                demands.recent.insert(size);
            }
            demands.take(log, &keys, size, &note, "データベース", &mut sizes);
        }
        demands.sizes.push(("データベース".to_owned(), sizes));
        for place in stretch(restorations.len()) {
            let shown = place.path().display().to_string();
            let mut sizes = BTreeSet::new();
            for (size, note) in copies(place.path(), log) {
                demands.take(log, &keys, size, &note, &shown, &mut sizes);
            }
            demands.sizes.push((shown, sizes));
        }
        for n in 0..restorations.len() {
            for place in stretch(n) {
                demands.take_abandoned(log, &keys, &place, &restorations[n..]);
            }
        }
        demands.find_missing(log);
        Ok(demands)
    }

    /// The key that a place began with, followed through the handovers that the places and the database keep.
    async fn keys(&mut self, pool: &PgPool, log: Log, places: &[Place]) -> Result<Option<LogKeys>, ReadError> {
        let mut keys: Option<LogKeys> = None;
        for place in places {
            let read = match place.log_keys(log.name()) {
                Ok(read) => read,
                Err(PlaceError::Io(..)) => None,
                Err(PlaceError::Differs(file)) => {
                    let why = format!("鍵の引き継ぎの署名が合いません（{}）", file.display());
                    self.faults.push(Fault::of(Code::Signature, log, 0, &why));
                    None
                }
            };
            keys = keys.or(read);
        }
        let Some(mut keys) = keys else { return Ok(None) };
        for kept in store::handovers(pool, log).await? {
            if keys.follow(&kept.handover).is_err() {
                let size = signed(kept.handover.signed.checkpoint.size);
                self.faults.push(Fault::of(Code::Signature, log, size, "データベースの鍵の引き継ぎの署名が合いません"));
            }
        }
        Ok(Some(keys))
    }

    fn take(&mut self, log: Log, keys: &LogKeys, size: u64, note: &str, place: &str, sizes: &mut BTreeSet<u64>) {
        self.checked += 1;
        let position = signed(size);
        let fault = |why: &str| Fault::of(Code::Signature, log, position, &format!("{place} の検証点: {why}"));
        match keys.open(note) {
            Ok(signed) if signed.checkpoint.size != size => self.faults.push(fault("置き場所と中身の大きさが違います")),
            Ok(signed) => {
                sizes.insert(size);
                match self.roots.insert(size, signed.checkpoint.root) {
                    // Two roots for one size, both signed: the log was forked.
                    Some(other) if other != signed.checkpoint.root => {
                        let why =
                            format!("{place} の検証点は、同じ大きさのほかの検証点と根が違います（記録が二股になっています）");
                        self.faults.push(Fault::of(Code::Root, log, position, &why));
                    }
                    _ => {}
                }
            }
            Err(CheckpointError::AnotherLog(_)) => self.faults.push(fault("ほかの台帳のものです")),
            Err(_) => self.faults.push(fault("署名が合いません")),
        }
    }

    /// What was signed before a declared restoration: it holds up to what was kept, and nothing beyond what was declared lost may lie there.
    fn take_abandoned(&mut self, log: Log, keys: &LogKeys, place: &Place, later: &[Restoration]) {
        let lost = || later.iter().flat_map(|one| &one.declared.lost).filter(|lost| lost.log == log.name());
        let (kept, declared) = (lost().map(|lost| lost.kept).min(), lost().map(|lost| lost.signed).max());
        let shown = place.path().display().to_string();
        for (size, note) in copies(place.path(), log) {
            let at = signed(size);
            if kept.is_none_or(|kept| at <= kept) {
                self.take(log, keys, size, &note, &shown, &mut BTreeSet::new());
            } else if declared.is_some_and(|declared| at > declared) {
                let why = format!("{shown} に、申告された復元より多い {size} 件の検証点があります");
                self.faults.push(Fault::of(Code::Shortened, log, at, &why));
            } else {
                self.checked += 1;
                if keys.open(&note).is_err() {
                    self.faults.push(Fault::of(Code::Signature, log, at, &format!("{shown} の検証点: 署名が合いません")));
                }
            }
        }
    }

    /// What lies in one place and not in another, unless it was signed just now.
    fn find_missing(&mut self, log: Log) {
        let all: BTreeSet<u64> = self.sizes.iter().flat_map(|(_, sizes)| sizes.iter().copied()).collect();
        for (place, sizes) in &self.sizes {
            let missing: Vec<u64> =
                all.iter().copied().filter(|size| !sizes.contains(size) && !self.recent.contains(size)).collect();
            if let Some(first) = missing.first() {
                let why = format!("{place} に、ほかの場所にある検証点が {} 個ありません", missing.len());
                self.faults.push(Fault::of(Code::CheckpointMissing, log, signed(*first), &why));
            }
        }
    }

    /// The newest checkpoint.
    pub fn newest(&self) -> Option<u64> {
        self.roots.keys().next_back().copied()
    }

    /// Whether the log is shorter than a checkpoint, or has events that should long have come under one.
    pub(crate) async fn compare_with_head(&mut self, pool: &PgPool, log: Log, head: i64) -> Result<(), ReadError> {
        let newest = signed(self.newest().unwrap_or(0));
        if newest > head {
            let why = format!(
                "記録は {head} 番で終わりますが、検証点は {newest} 番まであったことを示します（古い控えから復元したか、末尾が消されています）"
            );
            self.faults.push(Fault::of(Code::Shortened, log, head + 1, &why));
        } else if uncovered(pool, log, newest).await? && !soon_covered(pool, log, newest).await? {
            let why = format!("{newest} 番より後の出来事に、{}分以上たっても検証点がありません", GRACE_SECONDS / 60);
            self.faults.push(Fault::of(Code::CheckpointMissing, log, newest + 1, &why));
        }
        Ok(())
    }
}

fn signed(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// The copies in a place, by size.
fn copies(place: &Path, log: Log) -> Vec<(u64, String)> {
    let Ok(entries) = std::fs::read_dir(place.join(log.name())) else { return Vec::new() };
    let mut copies: Vec<(u64, String)> = entries
        .flatten()
        .filter_map(|entry| {
            let path = entry.path();
            let size = path.file_stem()?.to_str()?.parse().ok()?;
            (path.extension()? == "checkpoint").then_some((size, std::fs::read_to_string(&path).unwrap_or_default()))
        })
        .collect();
    copies.sort();
    copies
}

async fn stored(pool: &PgPool, log: Log) -> Result<Vec<(u64, String, Timestamp)>, ReadError> {
    let rows = sqlx::query("SELECT size, note, recorded_at FROM es.checkpoints WHERE log = $1 ORDER BY size")
        .bind(log.number())
        .fetch_all(pool)
        .await?;
    let row = |row: &sqlx::postgres::PgRow| -> Result<(u64, String, Timestamp), sqlx::Error> {
        let at: jiff_sqlx::Timestamp = row.try_get(2)?;
        Ok((row.try_get::<i64, _>(0)?.unsigned_abs(), row.try_get(1)?, at.to_jiff()))
    };
    Ok(rows.iter().map(row).collect::<Result<_, _>>()?)
}

/// Before this moment nothing is young any more.
async fn young(pool: &PgPool) -> Result<Timestamp, ReadError> {
    let at: jiff_sqlx::Timestamp =
        sqlx::query_scalar("SELECT clock_timestamp() - $1 * interval '1 second'").bind(GRACE_SECONDS).fetch_one(pool).await?;
    Ok(at.to_jiff())
}

/// Whether events behind the newest checkpoint are old although a worker runs, which signs each minute.
async fn uncovered(pool: &PgPool, log: Log, newest: i64) -> Result<bool, ReadError> {
    const ASK: &str = "SELECT EXISTS (SELECT FROM es.cursors WHERE lease_until > clock_timestamp()) \
                       AND EXISTS (SELECT FROM es.events WHERE log = $1 AND position = $2 + 1 \
                                   AND recorded_at < clock_timestamp() - $3 * interval '1 second')";
    Ok(sqlx::query_scalar(ASK).bind(log.number()).bind(newest).bind(GRACE_SECONDS).fetch_one(pool).await?)
}

/// Whether the worker signs the next event within the time that beginning takes it.
async fn soon_covered(pool: &PgPool, log: Log, newest: i64) -> Result<bool, ReadError> {
    let began = Instant::now();
    while began.elapsed() < BEGINNING {
        if store::newest_checkpoint(pool, log).await?.is_some_and(|kept| signed(kept.size) > newest) {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    Ok(false)
}
