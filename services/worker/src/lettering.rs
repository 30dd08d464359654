//! Makes the letters of releases (一括送付), one release at a time: whatever waits, and what a worker that died had begun.

use std::time::Duration;

use acts::{ActError, Acts, Go};
use tokio_util::sync::CancellationToken;

use crate::watching::today;

const EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    if let Err(error) = acts.leave_running_letters().await {
        tracing::warn!(%error, "letters.not_taken_up");
    }
    loop {
        if let Err(error) = look(&acts, &stop).await {
            tracing::warn!(%error, "letters.not_made");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let Some(release) = acts.next_letters().await? else { return Ok(()) };
    let go = |_: &acts::ReleaseProgress| if stop.is_cancelled() { Go::Stop } else { Go::On };
    let ended = Box::pin(acts.make_released_letters(release, today(), go)).await?;
    if let Some(ended) = ended {
        tracing::info!(%release, outcome = ?ended.outcome, letters = ended.made, left = ended.left.len(), "letters.ended");
    }
    Ok(())
}
