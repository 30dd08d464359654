//! Makes room in the log ahead of time: an append never waits for a table to be made.

use std::time::Duration;

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_hours(1);
const AFTER_ERROR: Duration = Duration::from_mins(1);

pub(crate) async fn run(pool: PgPool, stop: CancellationToken) {
    loop {
        let pause = match store::ensure_partitions(&pool).await {
            Ok(0) => EVERY,
            Ok(made) => {
                tracing::info!(made, "partitions.made");
                EVERY
            }
            Err(error) => {
                tracing::warn!(%error, "partitions.not_made");
                AFTER_ERROR
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
