//! Carries impact studies out (影響調査), one at a time: whatever waits, and what a worker that died had begun.

use acts::{ActError, Acts, Carried};
use tokio_util::sync::CancellationToken;

use crate::looking::{go, until_stopped};
use crate::watching::today;

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    until_stopped("impact", &stop, || look(&acts, &stop)).await;
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let Some(study) = acts.next_impact().await? else { return Ok(()) };
    let carried = Box::pin(acts.carry_out_impact(study, today(), |_| go(stop))).await?;
    if let Carried::Ended(ended) = carried {
        tracing::info!(%study, outcome = ?ended.outcome, awards = ended.totals.cases, "impact.ended");
    }
    Ok(())
}
