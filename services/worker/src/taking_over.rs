//! Works on takeovers from old ledgers (旧台帳からの移行), one part at a time: whatever waits, and what a worker that died had begun.

use acts::{ActError, Acts, Worked};
use tokio_util::sync::CancellationToken;

use crate::looking::{go, until_stopped};
use crate::watching::today;

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    until_stopped("takeover", &stop, || look(&acts, &stop)).await;
}

async fn look(acts: &Acts, stop: &CancellationToken) -> Result<(), ActError> {
    if let Worked::Done(id) = Box::pin(acts.work_on_takeover(None, today(), |_| go(stop))).await? {
        tracing::info!(takeover = %id, "takeover.worked_on");
    }
    Ok(())
}
