//! While a rebuild is at work: says how far it has come, so that it stays ours and others see it, and heeds what an operator wishes.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::RebuildError;
use super::run::Run;

const EVERY: Duration = Duration::from_millis(500);
/// Weight of the newest stretch in the rate.
const NEWEST: f64 = 0.3;

/// How far a rebuild has come.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Progress {
    /// The read model.
    pub projection: &'static str,
    /// Position the new rows have reached.
    pub position: i64,
    /// Last position of the log.
    pub head: i64,
    /// Events a second, the newest counting most; none before the first stretch.
    pub rate: Option<f64>,
    /// Seconds to go at this rate.
    pub seconds_left: Option<f64>,
    /// When the event at that position was recorded.
    pub event_at: Option<Timestamp>,
    /// It waits because an operator wished so.
    pub paused: bool,
}

/// What the steps of a rebuild ask before each stretch.
#[derive(Clone)]
pub(super) struct Pace {
    pub(super) paused: watch::Receiver<bool>,
    pub(super) stop: CancellationToken,
}

impl Pace {
    /// Waits while it is paused.
    pub(super) async fn go(&mut self) -> Result<(), RebuildError> {
        tokio::select! {
            () = self.stop.cancelled() => return Err(RebuildError::Cancelled),
            // The keeper outlives the steps.
            _ = self.paused.wait_for(|paused| !paused) => {}
        }
        if self.stop.is_cancelled() { Err(RebuildError::Cancelled) } else { Ok(()) }
    }
}

/// Keeps runs ours until one is taken away. A wish about one is heeded by all that are built in the same pass.
pub(super) async fn keep(
    runs: &[Run<'_>],
    paused: &watch::Sender<bool>,
    stop: &CancellationToken,
    progress: &mut (impl FnMut(Progress) + Send),
) -> RebuildError {
    let mut rates: Vec<(i64, Instant, Option<f64>)> = runs.iter().map(|run| (run.position(), Instant::now(), None)).collect();
    let mut beat = tokio::time::interval(EVERY);
    loop {
        beat.tick().await;
        let mut pause = false;
        for (run, (before, since, rate)) in runs.iter().zip(&mut rates) {
            if run.is_over() {
                continue;
            }
            let (position, head) = (run.position(), run.head());
            if position > *before {
                #[expect(clippy::cast_precision_loss, reason = "a rate needs no more than 53 bits")]
                let now = (position - *before) as f64 / since.elapsed().as_secs_f64().max(1e-3);
                *rate = Some(rate.map_or(now, |rate: f64| rate.mul_add(1.0 - NEWEST, now * NEWEST)));
                (*before, *since) = (position, Instant::now());
            }
            match run.advance(*rate).await {
                Ok(wish) if wish == "stop" => stop.cancel(),
                Ok(wish) => pause |= wish == "pause",
                // It may have ended while this waited for the database.
                Err(_) if run.is_over() => continue,
                Err(error) => return error,
            }
            #[expect(clippy::cast_precision_loss, reason = "as above")]
            let seconds_left = rate.map(|rate| (head - position).max(0) as f64 / rate.max(1.0));
            let (projection, event_at) = (run.projection.name(), run.event_at());
            progress(Progress { projection, position, head, rate: *rate, seconds_left, event_at, paused: pause });
        }
        paused.send_if_modified(|before| std::mem::replace(before, pause) != pause);
    }
}
