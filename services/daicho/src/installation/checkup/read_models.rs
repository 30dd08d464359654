//! Examination of the read models: each follows its log, and nothing that it could not read lies about unseen.

use sqlx::PgPool;
use store::{PARKED_TOO_LONG, ProjectionState, ProjectionStatus, Role};

use super::Finding;
use crate::installation::Urls;

const NAME: &str = "read_models";
const TITLE: &str = "表示用の表";

/// All of them, in one finding.
pub async fn follow(urls: &Urls) -> Finding {
    let looked = async {
        let pool: PgPool = store::connect(urls.app.expose(), Role::Auditor, 1).await?;
        let statuses = store::projection_status(&pool).await;
        pool.close().await;
        statuses
    };
    match looked.await {
        Ok(statuses) => judge(&statuses, now()),
        Err(error) => Finding::bad(NAME, TITLE, format!("調べられません({error})")),
    }
}

#[expect(clippy::disallowed_methods, reason = "how long an event has been parked by now")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

fn judge(statuses: &[ProjectionStatus], now: jiff::Timestamp) -> Finding {
    let (mut bad, mut parked) = (Vec::new(), Vec::new());
    for status in statuses {
        let name = &status.projection;
        if let ProjectionState::Stopped { position, message, .. } = &status.state {
            bad.push(format!("{name} は {position} 番を読めず止まっています({message})"));
        }
        if let Some(since) = status.parked_since {
            let seconds = now.duration_since(since).as_secs_f64();
            let told = format!("{name} は {} 件を脇に置き、{} 件が待っています", status.parked, status.waiting);
            if seconds > PARKED_TOO_LONG.as_secs_f64() { &mut bad } else { &mut parked }.push(told);
        }
    }
    if !bad.is_empty() {
        bad.append(&mut parked);
        return Finding::bad(NAME, TITLE, format!("{}。手順書 poison-event.md を見てください", bad.join("、")));
    }
    if !parked.is_empty() {
        return Finding::warning(NAME, TITLE, format!("{}。手順書 poison-event.md を見てください", parked.join("、")));
    }
    let skipped: i64 = statuses.iter().map(|status| status.skipped).sum();
    Finding::good(NAME, TITLE, format!("{} 個。飛ばした出来事 {skipped} 件", statuses.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::installation::checkup::Verdict;

    #[test]
    fn what_is_parked_is_a_warning_at_first_and_bad_after_a_day() {
        let since: jiff::Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        let status = |state, parked: bool| ProjectionStatus {
            projection: "ledger".to_owned(),
            version: 1,
            log: 1,
            position: 9,
            head: 12,
            lag_events: 3,
            lag_seconds: 0.4,
            state,
            fed: true,
            on_poison: store::OnPoison::Park,
            rate: 0.0,
            parked: i64::from(parked),
            parked_since: parked.then_some(since),
            waiting: 2,
            skipped: 0,
            updated_at: since,
            previous: None,
            rebuild: None,
        };
        let after = |hours, parked| {
            judge(&[status(ProjectionState::Running, parked)], since + jiff::SignedDuration::from_hours(hours)).verdict
        };
        assert_eq!([after(1, false), after(1, true), after(25, true)], [Verdict::Good, Verdict::Warning, Verdict::Bad]);
        let stopped = ProjectionState::Stopped { position: 10, event_type: None, message: "穴".to_owned() };
        let found = judge(&[status(stopped, false)], since);
        assert!(found.verdict == Verdict::Bad && found.detail.contains("10 番"));
    }
}
