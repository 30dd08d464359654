//! Does what operators ask for on the screen: rebuilds, exchanges, roll-backs one at a time; pauses, stops and resumptions at once. What a
//! worker that died had begun is gone on with by the next.

use std::sync::Arc;
use std::time::Duration;

use acts::{ActError, Acts};
use events::operation::{CarriedOut, Outcome, Task};
use sqlx::PgPool;
use store::{OnPoison, Projection, RebuildError, Rebuilt, Wanted, Wish};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::watching::today;

const EVERY: Duration = Duration::from_secs(1);

/// What operating needs.
#[derive(Clone)]
pub(crate) struct Tools {
    pub(crate) acts: Acts,
    /// Pool of [`store::Role::Projector`].
    pub(crate) projector: PgPool,
    /// Pool of [`store::Role::Operator`].
    pub(crate) operator: PgPool,
    /// Names this worker in leases.
    pub(crate) id: Uuid,
}

/// Long work.
pub(crate) async fn work(tools: Tools, stop: CancellationToken) {
    run(tools, stop, true).await;
}

/// What steers the work.
pub(crate) async fn steer(tools: Tools, stop: CancellationToken) {
    run(tools, stop, false).await;
}

async fn run(tools: Tools, stop: CancellationToken, work: bool) {
    loop {
        for projection in projections::all() {
            if let Err(error) = look(&tools, &projection, work, &stop).await {
                tracing::warn!(%error, projection = projection.name(), "operation.not_done");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn look(tools: &Tools, projection: &Arc<dyn Projection>, work: bool, stop: &CancellationToken) -> Result<(), ActError> {
    let operation = tools.acts.operation(projection.name()).await?;
    if !work {
        crate::parking::look(tools, projection.as_ref(), operation.skipped()).await?;
    }
    for task in operation.asked().iter().copied() {
        if task.is_work() != work || stop.is_cancelled() {
            continue;
        }
        let Some((outcome, detail)) = carry_out(tools, projection.as_ref(), task, stop).await else { continue };
        tracing::info!(projection = projection.name(), task = task.code(), ?outcome, "operation.ended");
        let end = CarriedOut { read_model: projection.name().to_owned(), task, outcome, detail };
        match tools.acts.end_operation(end, today()).await {
            // Another worker was faster.
            Ok(_) | Err(ActError::Stale { .. } | ActError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Does it. Nothing where it stays asked for: another worker is at it, or this one ends.
async fn carry_out(
    tools: &Tools,
    projection: &dyn Projection,
    task: Task,
    stop: &CancellationToken,
) -> Option<(Outcome, String)> {
    let name = projection.name();
    let steered = |done: Result<bool, store::ReadError>| match done {
        Ok(true) => Some((Outcome::Done, String::new())),
        Ok(false) => Some((Outcome::Refused, "nothing to steer".to_owned())),
        Err(_) => None,
    };
    match task {
        Task::Rebuild => rebuild(tools, projection, false, stop).await,
        Task::Exchange => rebuild(tools, projection, true, stop).await,
        Task::RollBack => ended(store::roll_back(&tools.projector, projection, Wanted::PLAIN.keep).await, stop, |done| {
            (Outcome::Done, format!("version {} to {} at {}", done.from_version, done.to_version, done.position))
        }),
        Task::Pause => steered(store::wish(&tools.operator, name, Wish::Pause).await),
        Task::GoOn => steered(store::wish(&tools.operator, name, Wish::Go).await),
        Task::Stop => steered(store::wish(&tools.operator, name, Wish::Stop).await),
        Task::Resume => steered(store::resume(&tools.operator, name).await),
        Task::Park => steered(store::set_on_poison(&tools.operator, name, OnPoison::Park).await),
        Task::StopAtPoison => steered(store::set_on_poison(&tools.operator, name, OnPoison::Stop).await),
        Task::Retry => ended(store::retry(&tools.projector, projection).await, stop, |tried| {
            let outcome = if tried.parked.is_empty() { Outcome::Done } else { Outcome::Refused };
            (outcome, format!("{} applied, {} still parked", tried.applied.len() + tried.followed, tried.parked.len()))
        }),
        // Only of the command line, which does it itself.
        Task::RebuildKeys => Some((Outcome::Refused, "on the command line only".to_owned())),
    }
}

async fn rebuild(
    tools: &Tools,
    projection: &dyn Projection,
    decided: bool,
    stop: &CancellationToken,
) -> Option<(Outcome, String)> {
    let wanted = Wanted { compare: true, review: true, decided, ..Wanted::PLAIN };
    let rebuilt = store::rebuild(&tools.projector, &[projection], tools.id, wanted, |_| (), stop).await;
    ended(rebuilt, stop, |done| {
        let outcome = if done.iter().all(|one| one.swap_ms.is_some()) { Outcome::Done } else { Outcome::Waits };
        (outcome, done.iter().map(Rebuilt::in_codes).collect::<Vec<_>>().join("; "))
    })
}

fn ended<T>(
    done: Result<T, RebuildError>,
    stop: &CancellationToken,
    told: impl FnOnce(T) -> (Outcome, String),
) -> Option<(Outcome, String)> {
    match done {
        Ok(done) => Some(told(done)),
        Err(RebuildError::AlreadyRunning | RebuildError::Busy | RebuildError::Database(_)) => None,
        Err(RebuildError::Cancelled) if stop.is_cancelled() => None,
        Err(error) => Some((Outcome::Refused, error.to_string())),
    }
}
