//! How far the read models are behind, for the page that is scraped.

use sqlx::PgPool;
use store::{ProjectionState, ReadError, projection_status};

/// One read model.
#[derive(Clone, PartialEq, Debug)]
pub struct Lag {
    /// Its name.
    pub projection: String,
    /// Events that are not in its rows yet.
    pub behind: i64,
    /// Age in seconds of the oldest of them; 0 where there is none.
    pub seconds: f64,
    /// Whether it has stopped at an event it cannot apply.
    pub stopped: bool,
}

/// All read models that were ever fed.
///
/// # Errors
/// [`ReadError`].
pub async fn lag(pool: &PgPool) -> Result<Vec<Lag>, ReadError> {
    let all = projection_status(pool).await?;
    Ok(all
        .into_iter()
        .map(|status| Lag {
            projection: status.projection,
            behind: status.lag_events,
            seconds: status.lag_seconds,
            stopped: matches!(status.state, ProjectionState::Stopped { .. }),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio_util::sync::CancellationToken;
    use uuid::Uuid;

    use super::*;

    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn every_read_model_is_shown_once_it_is_fed(pool: PgPool) {
        assert!(lag(&pool).await.unwrap().is_empty());
        let stop = CancellationToken::new();
        let running = tokio::spawn(crate::projections::run(pool.clone(), Uuid::nil(), stop.clone()));
        for projection in ::projections::all() {
            assert!(store::wait_for(&pool, projection.name(), 0, Duration::from_mins(2)).await.unwrap());
        }
        stop.cancel();
        running.await.unwrap();
        let lags = lag(&pool).await.unwrap();
        assert_eq!(lags.len(), ::projections::all().len());
        assert!(lags.iter().all(|lag| lag.behind == 0 && !lag.stopped && lag.seconds < f64::EPSILON));
    }
}
