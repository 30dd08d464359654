//! Looking every second whether there is something to do: how the long jobs, whose workers may be many, come to one of them.

use std::time::Duration;

use acts::{ActError, Go};
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_secs(1);

/// Looks until the worker stops. What fails is told with the kind of its stream, and tried again.
pub(crate) async fn until_stopped<L>(stream_type: &'static str, stop: &CancellationToken, mut look: impl FnMut() -> L)
where
    L: Future<Output = Result<(), ActError>>,
{
    loop {
        if let Err(error) = look().await {
            tracing::warn!(stream_type, %error, "job.failed");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Whether a job that is under way goes on here, or is left to the next worker.
pub(crate) fn go(stop: &CancellationToken) -> Go {
    if stop.is_cancelled() { Go::Stop } else { Go::On }
}
