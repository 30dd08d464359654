//! Renders print runs (発行), one at a time: what was frozen, and what a worker that died had begun.

use acts::{ActError, Acts, Rendering};
use tokio_util::sync::CancellationToken;

use crate::looking::{go, until_stopped};
use crate::watching::today;

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    until_stopped("print_run", &stop, || look(&acts, &stop)).await;
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    let Some(run) = acts.next_print_run().await? else { return Ok(()) };
    if let Rendering::Halted(at) = Box::pin(acts.render_print_run(run, today(), || go(stop))).await? {
        tracing::warn!(%run, at, "print_run.halted");
    }
    Ok(())
}
