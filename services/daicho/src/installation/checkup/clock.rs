//! Examination of the clocks: recorded time is the database's, sessions end by this machine's; they must agree.

use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::{PgConnection, Row as _};

use super::Finding;

/// More than this apart, in seconds, and times on one screen contradict each other.
const APART: f64 = 5.0;

/// The two clocks agree, and neither runs before what was already done.
pub async fn agrees(owner: &mut PgConnection) -> Finding {
    let there = sqlx::query("select extract(epoch from clock_timestamp())::float8")
        .fetch_one(&mut *owner)
        .await
        .and_then(|row| row.try_get::<f64, _>(0));
    // Where nothing was migrated yet there is nothing to compare with; that is another examination's finding.
    let newest = sqlx::query("select extract(epoch from max(installed_on))::float8 from _sqlx_migrations")
        .fetch_one(owner)
        .await
        .and_then(|row| row.try_get::<Option<f64>, _>(0));
    match there {
        Ok(there) => judge(here(), there, newest.ok().flatten()),
        Err(error) => Finding::bad("clock", "時計", format!("調べられません({error})")),
    }
}

#[expect(clippy::disallowed_methods, reason = "the examination is about this machine's clock")]
fn here() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

fn judge(here: f64, there: f64, newest: Option<f64>) -> Finding {
    let apart = (here - there).abs();
    if apart > APART {
        return Finding::bad("clock", "時計", format!("データベースと {apart:.0} 秒ずれています。時刻合わせを確かめてください"));
    }
    if newest.is_some_and(|newest| newest > there + APART) {
        return Finding::bad("clock", "時計", "これまでの記録より前の時刻になっています。時刻合わせを確かめてください");
    }
    Finding::good("clock", "時計", "データベースと合っています")
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn clocks_apart_or_turned_back_are_found() {
        assert_eq!(judge(1000.0, 1001.0, Some(900.0)).verdict, Verdict::Good);
        assert_eq!(judge(1000.0, 1100.0, None).verdict, Verdict::Bad);
        assert_eq!(judge(1000.0, 1000.0, Some(5000.0)).verdict, Verdict::Bad);
    }
}
