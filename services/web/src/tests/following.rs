//! Read models that follow the log while a test acts, and waiting until they show what was done.

use std::sync::Arc;

use events::Log;
use sqlx::PgPool;
use store::{Projection, Role};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::stage::{PATIENCE, Stage};

/// Read models at work.
pub(super) struct Following {
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Following {
    /// All of them.
    pub(super) async fn all(test: &PgPool, stage: &Stage) -> Self {
        Self::of(test, stage, projections::all()).await
    }

    /// Some of them.
    pub(super) async fn of(test: &PgPool, stage: &Stage, models: Vec<Arc<dyn Projection>>) -> Self {
        let projector = store::connect_with((*test.connect_options()).clone(), Role::Projector, 4).await.unwrap();
        let stop = CancellationToken::new();
        let running = tokio::spawn(store::run_projections(projector, models, stage.state.new_uuid(), stop.clone()));
        Self { stop, running }
    }

    /// At the end of a test.
    pub(super) async fn over(self) {
        self.stop.cancel();
        self.running.await.unwrap();
    }
}

/// Waits until read models have followed a log as far as it goes now.
pub(super) async fn caught_up(test: &PgPool, log: Log, models: &[&str]) {
    let head = store::head(test, log).await.unwrap().position;
    for model in models {
        assert!(store::wait_for(test, model, head, PATIENCE).await.unwrap(), "{model}");
    }
}
