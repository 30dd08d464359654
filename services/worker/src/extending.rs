//! Extends the awards of approved mass extensions (一括延長), one extension at a time: whatever waits, and what a worker that died had begun.

use acts::{ActError, Acts};
use tokio_util::sync::CancellationToken;

use crate::looking::{go, until_stopped};
use crate::watching::today;

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    if let Err(error) = acts.leave_approved_extensions().await {
        tracing::warn!(%error, "extensions.not_taken_up");
    }
    until_stopped("extension", &stop, || look(&acts, &stop)).await;
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let Some(extension) = acts.next_extension().await? else { return Ok(()) };
    let told = Box::pin(acts.carry_out_extension(extension, today(), |_| go(stop))).await?;
    if let Some(told) = told {
        tracing::info!(%extension, extended = told.extended, left = told.left.len(), "extension.carried_out");
    }
    Ok(())
}
