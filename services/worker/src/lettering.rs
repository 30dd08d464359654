//! Makes the letters of releases (一括送付), one release at a time: whatever waits, and what a worker that died had begun.

use acts::{ActError, Acts};
use tokio_util::sync::CancellationToken;

use crate::looking::{go, until_stopped};
use crate::watching::today;

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    if let Err(error) = acts.leave_running_letters().await {
        tracing::warn!(%error, "letters.not_taken_up");
    }
    until_stopped("letter_release", &stop, || look(&acts, &stop)).await;
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let Some(release) = acts.next_letters().await? else { return Ok(()) };
    let ended = Box::pin(acts.make_released_letters(release, today(), |_| go(stop))).await?;
    if let Some(ended) = ended {
        tracing::info!(%release, outcome = ?ended.outcome, letters = ended.made, left = ended.left.len(), "letters.ended");
    }
    Ok(())
}
