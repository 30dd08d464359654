//! Looks each hour whether functions, triggers, tables, roles and grants of the database are as they were. What somebody changed by hand
//! is then an event of the log, without a change request, and shows as such.

use std::time::Duration;

use acts::{Acts, Observation};
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_hours(1);
const AFTER_ERROR: Duration = Duration::from_mins(1);

pub(crate) async fn run(acts: Acts, pool: PgPool, stop: CancellationToken) {
    loop {
        let pause = match look(&acts, &pool).await {
            Ok(None) => EVERY,
            Ok(Some(position)) => {
                tracing::warn!(position, "catalog.changed");
                EVERY
            }
            Err(error) => {
                tracing::warn!(%error, "catalog.not_seen");
                AFTER_ERROR
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Looks once. The position of the event, where something differs.
async fn look(acts: &Acts, pool: &PgPool) -> Result<Option<i64>, acts::ActError> {
    if !acts.has_noted().await? {
        return Ok(None);
    }
    let catalog = Some(store::catalog(pool).await?);
    acts.note(&Observation { part: "worker".to_owned(), catalog, ..Observation::default() }, today()).await
}

/// Today in Japan.
#[expect(clippy::disallowed_methods, reason = "the day on which the worker looks")]
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(TimeZone::fixed(Offset::constant(9))).date()
}
