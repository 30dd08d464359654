//! Extends the awards of approved mass extensions (一括延長), one extension at a time: whatever waits, and what a worker that died had begun.

use std::time::Duration;

use acts::{ActError, Acts, Go};
use tokio_util::sync::CancellationToken;

use crate::watching::today;

const EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    if let Err(error) = acts.leave_approved_extensions().await {
        tracing::warn!(%error, "extensions.not_taken_up");
    }
    loop {
        if let Err(error) = look(&acts, &stop).await {
            tracing::warn!(%error, "extension.not_carried_out");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let Some(extension) = acts.next_extension().await? else { return Ok(()) };
    let go = |_: &acts::ExtensionProgress| if stop.is_cancelled() { Go::Stop } else { Go::On };
    let told = Box::pin(acts.carry_out_extension(extension, today(), go)).await?;
    if let Some(told) = told {
        tracing::info!(%extension, extended = told.extended, left = told.left.len(), "extension.carried_out");
    }
    Ok(())
}
