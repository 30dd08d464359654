//! What goes on without anybody at a screen: read models follow the log, certificates left behind are made, checkpoints are
//! signed and carried elsewhere, room is made ahead, each night somebody looks over everything.
//!
//! Several workers may run at once. Read models are leased, one worker each; making a certificate twice gives the same certificate.
//!
//! # Adding a task
//! A file here with `pub(crate) async fn run(…, stop: CancellationToken)` that ends soon after `stop` is cancelled and leaves nothing half
//! done, and its line in [`run`].

mod checkpoints;
mod extending;
mod issuing;
mod kept_up;
mod lag;
mod lettering;
mod looking;
mod nightly;
mod operating;
mod parking;
mod partitions;
mod printing;
mod projections;
mod studying;
mod taking_over;
mod watching;

use std::sync::Arc;

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use checkpoints::{Evidence, Witness};
pub use lag::{Lag, lag};

use kept_up::keep_up;

/// What a worker works with.
#[derive(Clone)]
pub struct Worker {
    /// Pool of [`store::Role::Projector`], with a connection for each read model and two more.
    pub projector: PgPool,
    /// Pool of [`store::Role::Operator`].
    pub operator: PgPool,
    /// Pool of [`store::Role::Writer`].
    pub writer: PgPool,
    /// The acts.
    pub acts: acts::Acts,
    /// Where the key of the logs lies and where checkpoints go.
    pub evidence: Evidence,
    /// Names this worker in leases.
    pub id: Uuid,
    /// Gives ids for what the worker begins of itself.
    pub ids: Arc<dyn Fn() -> Uuid + Send + Sync>,
}

/// Works until `stop` is cancelled, then finishes what is under way. A task that breaks off is started again.
pub async fn run(worker: Worker, stop: CancellationToken) {
    let Worker { projector, operator, writer, acts, evidence, id, ids } = worker;
    let tools = operating::Tools { acts: acts.clone(), projector: projector.clone(), operator, id };
    tokio::join!(
        keep_up("projections", &stop, || projections::run(projector.clone(), id, stop.clone())),
        keep_up("issuing", &stop, || issuing::run(acts.clone(), Arc::clone(&ids), stop.clone())),
        keep_up("checkpoints", &stop, || checkpoints::run(projector.clone(), evidence.clone(), stop.clone())),
        keep_up("partitions", &stop, || partitions::run(writer.clone(), stop.clone())),
        keep_up("operating", &stop, || operating::work(tools.clone(), stop.clone())),
        keep_up("steering", &stop, || operating::steer(tools.clone(), stop.clone())),
        keep_up("nightly", &stop, || nightly::run(acts.clone(), stop.clone())),
        keep_up("printing", &stop, || printing::run(acts.clone(), stop.clone())),
        keep_up("studying", &stop, || studying::run(acts.clone(), stop.clone())),
        keep_up("taking_over", &stop, || taking_over::run(acts.clone(), stop.clone())),
        keep_up("lettering", &stop, || lettering::run(acts.clone(), stop.clone())),
        keep_up("extending", &stop, || extending::run(acts.clone(), stop.clone())),
        keep_up("watching", &stop, || watching::run(acts.clone(), writer.clone(), stop.clone())),
    );
    tracing::info!("worker.stopped");
}
