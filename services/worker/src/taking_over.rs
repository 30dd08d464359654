//! Works on takeovers from old ledgers (旧台帳からの移行), one part at a time: whatever waits, and what a worker that died had begun.

use std::time::Duration;

use acts::{ActError, Acts, Go, TakeoverProgress, Worked};
use tokio_util::sync::CancellationToken;

use crate::watching::today;

const EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    loop {
        if let Err(error) = look(&acts, &stop).await {
            tracing::warn!(%error, "takeover.not_worked_on");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let go = |_: &TakeoverProgress| if stop.is_cancelled() { Go::Stop } else { Go::On };
    if let Worked::Done(id) = Box::pin(acts.work_on_takeover(None, today(), go)).await? {
        tracing::info!(takeover = %id, "takeover.worked_on");
    }
    Ok(())
}
