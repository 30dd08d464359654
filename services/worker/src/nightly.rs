//! Runs each night once, after one o'clock in Japan. A worker that was down looks as soon as it is up: what was missed is found by the next run,
//! which says since when. Several workers look at the same night, and one of them tells it.

use std::time::Duration;

use acts::{ActError, Acts};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_mins(10);
/// Read models come up first.
const FIRST: Duration = Duration::from_mins(1);
/// From this hour on the day before is over for everybody.
const FROM_HOUR: i8 = 1;

pub(crate) async fn run(acts: Acts, stop: CancellationToken) {
    let mut pause = FIRST;
    loop {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => return,
        }
        pause = EVERY;
        let Some(night) = due(now()) else { continue };
        match look(&acts, night).await {
            Ok(Some(found)) => tracing::info!(%night, found, "nightly.ran"),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, %night, "nightly.not_run"),
        }
    }
}

async fn look(acts: &Acts, night: Date) -> Result<Option<u32>, ActError> {
    if !acts.has_noted().await? {
        return Ok(None);
    }
    Ok(acts.run_night(night).await?.map(|ran| ran.found))
}

/// The night that is to be run at a moment.
fn due(now: Timestamp) -> Option<Date> {
    let here = now.to_zoned(TimeZone::fixed(Offset::constant(9)));
    (here.hour() >= FROM_HOUR).then(|| here.date())
}

#[expect(clippy::disallowed_methods, reason = "the moment at which the worker looks")]
fn now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_is_due_from_one_o_clock_in_japan() {
        let at = |text: &str| due(text.parse().unwrap());
        assert_eq!(at("2026-11-22T15:59:59Z"), None, "a minute before one");
        assert_eq!(at("2026-11-22T16:00:00Z"), Some(jiff::civil::date(2026, 11, 23)));
        assert_eq!(at("2026-11-23T14:59:59Z"), Some(jiff::civil::date(2026, 11, 23)));
        assert_eq!(at("2026-11-23T15:00:00Z"), None);
    }
}
