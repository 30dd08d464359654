//! Carrying checkpoints and cosignatures into a directory that only grows.

use std::path::PathBuf;

use events::Log;
use evidence::{Place, PlaceError};
use futures::future::BoxFuture;
use jiff::Timestamp;
use sqlx::PgPool;
use store::LogKey;

use super::Round;
use super::signing::Trouble;

/// Checkpoints a round.
const PAGE: i64 = 500;

pub(super) struct Copying {
    pool: PgPool,
    log: Log,
    keys: PathBuf,
    place: Place,
    /// Largest size that is there, once that was read.
    newest: Option<u64>,
    /// Cosignatures up to here were carried.
    cosigned: Timestamp,
}

impl Copying {
    pub(super) fn new(pool: PgPool, log: Log, keys: PathBuf, place: Place) -> Self {
        Self { pool, log, keys, place, newest: None, cosigned: Timestamp::UNIX_EPOCH }
    }

    /// The line that lets others check the log's signatures: the key with which it began.
    async fn vkey(&self) -> Result<Option<String>, Trouble> {
        let Some(origin) = store::log_origin(&self.pool, self.log).await? else { return Ok(None) };
        let own = LogKey::open_all(&self.keys)?.iter().map(|key| key.of(&origin)).collect::<Result<Vec<_>, _>>()?;
        let first = super::first_key(&self.pool, self.log, &own, std::slice::from_ref(&self.place)).await?;
        Ok(first.map(|first| format!("{first}\n")))
    }

    /// Writing waits for the disk, perhaps one of another machine: never on a thread that others need.
    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Place, &'static str) -> Result<T, PlaceError> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (place, log) = (self.place.clone(), self.log.name());
        let done = tokio::task::spawn_blocking(move || work(&place, log)).await;
        done.unwrap_or_else(|error| Err(PlaceError::Io(self.place.path().to_owned(), error.into()))).map_err(Trouble::from)
    }
}

impl Round for Copying {
    fn round(&mut self) -> BoxFuture<'_, Result<bool, Trouble>> {
        Box::pin(async {
            let newest = if let Some(newest) = self.newest {
                newest
            } else {
                let newest = self.on_disk(Place::sizes).await?.pop().unwrap_or(0);
                if let Some(kept) = store::checkpoints(&self.pool, self.log, newest.saturating_sub(1), 1).await?.first() {
                    self.cosigned = if newest == 0 { Timestamp::UNIX_EPOCH } else { kept.recorded_at };
                }
                newest
            };
            let waiting = store::checkpoints(&self.pool, self.log, newest, PAGE).await?;
            let more = waiting.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
            let newest = waiting.last().map_or(newest, |last| last.size);
            let key = if waiting.is_empty() { None } else { self.vkey().await? };
            self.on_disk(move |place, log| {
                if let Some(key) = key {
                    place.keep(&format!("{log}.vkey"), key.as_bytes())?;
                }
                waiting.iter().try_for_each(|kept| place.keep_checkpoint(log, kept.size, &kept.note).map(drop))
            })
            .await?;
            self.newest = Some(newest);
            let handovers = store::handovers(&self.pool, self.log).await?;
            self.on_disk(move |place, log| {
                handovers.iter().try_for_each(|kept| place.keep_handover(log, &kept.handover).map(drop))
            })
            .await?;
            if more {
                return Ok(true);
            }
            let cosigned = store::cosignatures_since(&self.pool, self.log, self.cosigned).await?;
            let last = cosigned.last().map_or(self.cosigned, |last| last.recorded_at);
            self.on_disk(move |place, log| {
                cosigned.iter().try_for_each(|kept| {
                    let id = kept.witness.rsplit('+').next().unwrap_or_default();
                    place.keep(&format!("{log}/{:020}.{id}", kept.size), format!("{}\n", kept.line).as_bytes()).map(drop)
                })
            })
            .await?;
            self.cosigned = last;
            Ok(false)
        })
    }
}
