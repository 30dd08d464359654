//! Carries impact studies out (影響調査), one at a time: whatever waits, and what a worker that died had begun.

use std::time::Duration;

use acts::{ActError, Acts, Carried, Go};
use tokio_util::sync::CancellationToken;

use crate::watching::today;

const EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    loop {
        if let Err(error) = look(&acts, &stop).await {
            tracing::warn!(%error, "impact.not_carried_out");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let Some(study) = acts.next_impact().await? else { return Ok(()) };
    let go = |_: &acts::ImpactProgress| if stop.is_cancelled() { Go::Stop } else { Go::On };
    let carried = Box::pin(acts.carry_out_impact(study, today(), go)).await?;
    if let Carried::Ended(ended) = carried {
        tracing::info!(%study, outcome = ?ended.outcome, awards = ended.totals.cases, "impact.ended");
    }
    Ok(())
}
