//! A rebuild in words: how far, how fast, how long yet, and what it found different.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::LastRebuild;

use super::read_model::duration;
use crate::screens::cases::moment;

/// The newest rebuild.
#[derive(Serialize)]
pub(crate) struct Progress {
    phase: &'static str,
    tone: &'static str,
    version: i32,
    position: i64,
    head: i64,
    rate: Option<String>,
    left: Option<String>,
    reached: Option<String>,
    started: String,
    ended: Option<String>,
    swap: Option<String>,
    error: Option<String>,
    tables: Vec<Counted>,
    compared: bool,
    differences: Vec<Differing>,
}

#[derive(Serialize)]
struct Counted {
    table: String,
    rows: u64,
}

/// As the store wrote it.
#[derive(Serialize, Deserialize)]
struct Differing {
    table: String,
    only_live: i64,
    only_rebuilt: i64,
    #[serde(default)]
    changed: i64,
    #[serde(default)]
    columns: Vec<(String, i64)>,
}

fn words(rebuild: &LastRebuild) -> (&'static str, &'static str) {
    match (rebuild.phase.as_str(), rebuild.wish.as_str()) {
        ("folding" | "catching_up", "pause") => ("一時停止中", "warn"),
        ("folding", _) => ("作っています", "key"),
        ("catching_up", _) => ("追いついて照合しています", "key"),
        ("review", _) => ("違いの確認を待っています", "warn"),
        ("swapped", _) => ("入れ替えました", "ok"),
        ("compared", _) => ("照合だけしました", "ok"),
        ("stopped", _) => ("やめました", ""),
        _ => ("できませんでした", "alert"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate of time")]
fn left(rebuild: &LastRebuild) -> Option<String> {
    let rate = rebuild.rate.filter(|rate| *rate > 0.0 && rebuild.ended_at.is_none())?;
    let rest = (rebuild.head - rebuild.position).max(0);
    Some(duration(rest as f64 / rate))
}

pub(crate) fn progress(rebuild: &LastRebuild, today: Date) -> Progress {
    let (phase, tone) = words(rebuild);
    let tables: Vec<(String, u64)> =
        rebuild.tables.clone().and_then(|tables| serde_json::from_value(tables).ok()).unwrap_or_default();
    let differences: Option<Vec<Differing>> = rebuild.differences.clone().and_then(|found| serde_json::from_value(found).ok());
    Progress {
        phase,
        tone,
        version: rebuild.version,
        position: rebuild.position.min(rebuild.head.max(rebuild.position)),
        head: rebuild.head.max(rebuild.position),
        rate: rebuild.rate.map(|rate| format!("毎秒{rate:.0}件")),
        left: left(rebuild),
        reached: rebuild.event_at.map(|at| moment::near_day(moment::in_japan(at).date(), today)),
        started: moment::near(rebuild.started_at, today),
        ended: rebuild.ended_at.map(|at| moment::near(at, today)),
        swap: rebuild.swap_ms.map(|ms| format!("登録が待った時間 {ms:.1}ミリ秒")),
        error: rebuild.error.clone(),
        tables: tables.into_iter().map(|(table, rows)| Counted { table, rows }).collect(),
        compared: differences.is_some(),
        differences: differences.unwrap_or_default(),
    }
}

#[cfg(test)]
pub(super) fn last(phase: &str) -> LastRebuild {
    LastRebuild {
        phase: phase.to_owned(),
        wish: "go".to_owned(),
        version: 2,
        position: 300,
        head: 412,
        rate: Some(56.0),
        event_at: None,
        tables: Some(serde_json::json!([["ledger_awards", 40]])),
        differences: Some(
            serde_json::json!([{ "table": "ledger_awards", "only_live": 1, "only_rebuilt": 2, "changed": 0, "columns": [], "sample": [] }]),
        ),
        swap_ms: None,
        error: None,
        started_at: jiff::Timestamp::UNIX_EPOCH,
        ended_at: None,
        at_work: true,
    }
}

/// Every branch of the page.
pub(super) fn samples() -> Vec<Progress> {
    let full = |differs: bool| Progress {
        phase: "違いの確認を待っています",
        tone: "warn",
        version: 2,
        position: 300,
        head: 412,
        rate: Some("毎秒56件".to_owned()),
        left: Some("2秒".to_owned()),
        reached: Some("11月9日".to_owned()),
        started: "きょう 9:00".to_owned(),
        ended: Some("きょう 9:01".to_owned()),
        swap: Some("登録が待った時間 4.2ミリ秒".to_owned()),
        error: Some("the rebuild was cancelled".to_owned()),
        tables: vec![Counted { table: "ledger_awards".to_owned(), rows: 40 }],
        compared: true,
        differences: if differs {
            let columns = vec![("monthly_cap".to_owned(), 2)];
            vec![Differing { table: "ledger_awards".to_owned(), only_live: 1, only_rebuilt: 2, changed: 2, columns }]
        } else {
            Vec::new()
        },
    };
    let bare =
        Progress { rate: None, left: None, reached: None, ended: None, swap: None, error: None, compared: false, ..full(false) };
    vec![full(true), full(false), bare]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_left_follows_from_the_rate_and_differences_are_read() {
        let told = progress(&last("review"), date(2026, 11, 24));
        assert_eq!((told.phase, told.left.as_deref()), ("違いの確認を待っています", Some("2秒")));
        assert_eq!((told.tables.len(), told.differences.len(), told.differences[0].only_rebuilt), (1, 1, 2));
        assert_eq!(progress(&last("failed"), date(2026, 11, 24)).tone, "alert");
    }
}
