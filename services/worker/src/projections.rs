//! Feeds all read models. The store claims each by lease, waits out lost connections and stops a read model at an event it cannot apply.

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub(crate) async fn run(pool: PgPool, owner: Uuid, stop: CancellationToken) {
    store::run_projections(pool, ::projections::all(), owner, stop).await;
}
