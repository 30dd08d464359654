//! Renders print runs (発行), one at a time: what was frozen, and what a worker that died had begun.

use std::time::Duration;

use acts::{ActError, Acts, Go, Rendering};
use tokio_util::sync::CancellationToken;

use crate::watching::today;

const EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    loop {
        if let Err(error) = look(&acts, &stop).await {
            tracing::warn!(%error, "print_run.not_rendered");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let Some(run) = acts.next_print_run().await? else { return Ok(()) };
    let go = || if stop.is_cancelled() { Go::Stop } else { Go::On };
    if let Rendering::Halted(at) = Box::pin(acts.render_print_run(run, today(), go)).await? {
        tracing::warn!(%run, at, "print_run.halted");
    }
    Ok(())
}
