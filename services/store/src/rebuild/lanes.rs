//! The log from its beginning, read by several connections at once, each a stretch ahead of the other, and handed on in order. Reading and
//! decoding take most of the time of a rebuild, and each lane does both.

use events::Log;
use sqlx::PgPool;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::RebuildError;
use crate::projection::Told;
use crate::stretch;

/// Connections that read at once.
pub(super) const LANES: i64 = 2;
/// Positions read at once. Two stretches a lane are in memory.
const STRETCH: i64 = 2_048;

pub(super) struct Lanes {
    stretches: Vec<mpsc::Receiver<Result<Vec<Told>, RebuildError>>>,
    read: i64,
    upto: i64,
    _reading: JoinSet<()>,
}

impl Lanes {
    /// Reads the events of some streams up to a position.
    pub(super) fn start(pool: &PgPool, log: Log, streams: &[&'static str], upto: i64) -> Self {
        let mut reading = JoinSet::new();
        let stretches = (0..LANES)
            .map(|lane| {
                let (send, receive) = mpsc::channel(1);
                let (pool, streams) = (pool.clone(), streams.to_vec());
                reading.spawn(async move {
                    if let Err(error) = read(&pool, log, &streams, lane, upto, &send).await {
                        // Nobody listens any more where the rebuild has ended for another reason.
                        send.send(Err(error)).await.ok();
                    }
                });
                receive
            })
            .collect();
        Self { stretches, read: 0, upto, _reading: reading }
    }

    /// The next stretch and the position at which it ends; `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<(i64, Vec<Told>)>, RebuildError> {
        let after = self.read * STRETCH;
        if after >= self.upto {
            return Ok(None);
        }
        let lane = usize::try_from(self.read % LANES).unwrap_or_default();
        let told = self.stretches[lane].recv().await.ok_or(RebuildError::Cancelled)??;
        self.read += 1;
        Ok(Some(((after + STRETCH).min(self.upto), told)))
    }
}

async fn read(
    pool: &PgPool,
    log: Log,
    streams: &[&'static str],
    lane: i64,
    upto: i64,
    send: &mpsc::Sender<Result<Vec<Told>, RebuildError>>,
) -> Result<(), RebuildError> {
    let mut conn = pool.acquire().await?;
    let mut after = lane * STRETCH;
    while after < upto {
        let told = stretch::read(&mut conn, log, streams, after, upto.min(after + STRETCH)).await?;
        if send.send(Ok(told)).await.is_err() {
            return Ok(());
        }
        after += LANES * STRETCH;
    }
    Ok(())
}
