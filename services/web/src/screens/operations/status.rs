//! The read models with their lag, the logs with their heads.

use axum::response::Response;
use events::Log;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{ProjectionState, ProjectionStatus};

use super::parked::TOO_LONG;
use super::read_model::duration;
use crate::cx::Cx;
use crate::page::Page;
use crate::problem::Problem;
use crate::screens::cases::moment;

/// A read model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Line {
    name: String,
    title: String,
    version: i32,
    position: i64,
    head: i64,
    lag_events: i64,
    lag: String,
    rate: String,
    /// Events that cannot be read: 「1件（37秒前から）」; empty where there is none.
    parked: String,
    /// What the newest verification said: word and tone.
    verified: Option<(&'static str, &'static str)>,
    state: &'static str,
    tone: &'static str,
    updated: String,
    trouble: String,
}

/// A log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct LogLine {
    title: &'static str,
    events: i64,
    newest: String,
    chain: String,
    /// Events that the newest checkpoint covers, and when it was signed.
    checkpoint: Option<String>,
    witnesses: usize,
}

/// The newest verification that came to an end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Verified {
    href: String,
    at: String,
    whole: bool,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct OperationsPage {
    lines: Vec<Line>,
    logs: Vec<LogLine>,
    /// Workers that are there.
    workers: i64,
    people: usize,
    search_ready: bool,
    search_position: i64,
    verified: Option<Verified>,
    /// Something waits for a person.
    alarm: bool,
    /// An event is parked for longer than somebody should need to look at it.
    parked_too_long: bool,
}

/// What a verification says of read models.
#[derive(Default, Deserialize)]
struct Found {
    projections: Vec<FoundOne>,
}

#[derive(Deserialize)]
struct FoundOne {
    projection: String,
    equal: bool,
}

/// What a read model is for.
pub(crate) fn title(projection: &str) -> &str {
    match projection {
        "worklist" => "仕事の一覧",
        "ledger" => "受給者台帳",
        "case_history" => "申請の履歴",
        "changes" => "変更の記録",
        "access" => "閲覧の記録",
        "retention" => "記録の保存期間",
        "notices" => "届の一覧",
        "tasks" => "夜間処理で見つけたこと",
        "reimbursements" => "療養費の一覧",
        "payments" => "療養費の支払",
        "extensions" => "一括延長の一覧",
        other => other,
    }
}

/// 「なし」, 「0.4秒」, 「12分」.
fn lag(events: i64, seconds: f64) -> String {
    if events == 0 {
        "なし".to_owned()
    } else if seconds < 120.0 {
        format!("{seconds:.1}秒")
    } else {
        format!("{:.0}分", seconds / 60.0)
    }
}

/// 「1件（37分前から）、後ろに4件」.
fn parked(status: &ProjectionStatus, now: Timestamp) -> String {
    let Some(since) = status.parked_since else { return String::new() };
    let age = duration(now.duration_since(since).as_secs_f64().max(0.0));
    let behind = if status.waiting > 0 { format!("、後ろに{}件", status.waiting) } else { String::new() };
    format!("{}件（{age}前から）{behind}", status.parked)
}

/// 「毎秒120件」; a rate that nobody would notice is none.
fn rate(rate: f64) -> String {
    if rate < 0.05 {
        "—".to_owned()
    } else if rate < 10.0 {
        format!("毎秒{rate:.1}件")
    } else {
        format!("毎秒{rate:.0}件")
    }
}

/// A read model in words.
pub(super) fn line(status: &ProjectionStatus, today: Date, now: Timestamp) -> Line {
    let (state, tone, trouble) = match &status.state {
        ProjectionState::Stopped { position, event_type, message } => {
            let event_type = event_type.as_deref().unwrap_or("種類不明");
            ("停止", "alert", format!("位置 {position}（{event_type}）で止まりました: {message}"))
        }
        ProjectionState::Rebuilding { position } => {
            ("再構築中", "key", format!("新しい表は位置 {position} まで進みました。いまの表はそのまま使えます。"))
        }
        ProjectionState::Running if !status.fed => {
            ("担当なし", "warn", "いま進めている処理がありません。常駐処理（worker）が動いているか確かめてください。".to_owned())
        }
        ProjectionState::Running if status.parked > 0 => {
            ("一部を除いて追従中", "warn", "読めない出来事を脇に置いています。関係する行は、その前の内容のままです。".to_owned())
        }
        ProjectionState::Running => ("追従中", "ok", String::new()),
    };
    Line {
        name: status.projection.clone(),
        title: title(&status.projection).to_owned(),
        version: status.version,
        position: status.position,
        head: status.head,
        lag_events: status.lag_events,
        lag: lag(status.lag_events, status.lag_seconds),
        rate: rate(status.rate),
        parked: parked(status, now),
        verified: None,
        state,
        tone,
        updated: moment::near(status.updated_at, today),
        trouble,
    }
}

/// `GET /operations`.
pub(crate) async fn show(cx: Cx) -> Result<Response, Problem> {
    let statuses = store::projection_status(cx.pool()).await?;
    let mut logs = Vec::new();
    for (log, title) in [(Log::Casework, "業務の記録"), (Log::Access, "閲覧の記録")] {
        let head = store::head(cx.pool(), log).await?;
        let chain = head.chain.first_chunk::<8>().map(|first| format!("{:016x}", u64::from_be_bytes(*first))).unwrap_or_default();
        let newest = head.recorded_at.map(moment::exact).unwrap_or_default();
        let kept = store::newest_checkpoint(cx.pool(), log).await?;
        let witnesses = match &kept {
            Some(kept) => store::cosignatures(cx.pool(), log, kept.size).await?.len(),
            None => 0,
        };
        let checkpoint = kept.map(|kept| format!("{}件まで、{}", kept.size, moment::near(kept.recorded_at, cx.today)));
        logs.push(LogLine { title, events: head.position, newest, chain, checkpoint, witnesses });
    }
    let verifications = store::verifications(cx.pool(), 20).await?;
    let verified = verifications.iter().find(|one| one.state == store::VerificationState::Finished).map(|one| Verified {
        href: format!("/verifications/{}", one.id),
        at: moment::near(one.updated_at, cx.today),
        whole: one.exit_code == Some(0),
    });
    let mut lines: Vec<Line> = statuses.iter().map(|status| line(status, cx.today, cx.now)).collect();
    let report = verifications.iter().find_map(|one| one.report.as_deref());
    let found: Found = report.and_then(|report| serde_json::from_str(report).ok()).unwrap_or_default();
    for line in &mut lines {
        let equal = found.projections.iter().find(|one| one.projection == line.name).map(|one| one.equal);
        line.verified = equal.map(|equal| if equal { ("一致", "ok") } else { ("違いあり", "alert") });
    }
    let old = |since: Timestamp| cx.now.duration_since(since).as_secs_f64() > TOO_LONG.as_secs_f64();
    cx.page(&OperationsPage {
        parked_too_long: statuses.iter().filter_map(|status| status.parked_since).any(old),
        alarm: lines.iter().any(|line| line.tone == "alert"),
        lines,
        logs,
        verified,
        workers: store::workers(cx.pool()).await?,
        people: cx.search().people(),
        search_ready: cx.search().is_ready(),
        search_position: cx.search().position(),
    })
}

/// A read model for samples.
pub(super) fn sample_line(state: &'static str, tone: &'static str, trouble: &str) -> Line {
    Line {
        name: "ledger".to_owned(),
        title: "受給者台帳".to_owned(),
        version: 1,
        position: 410,
        head: 412,
        lag_events: 2,
        lag: "0.4秒".to_owned(),
        rate: "毎秒120件".to_owned(),
        parked: if tone == "alert" { "1件（37分前から）、後ろに4件".to_owned() } else { String::new() },
        verified: (tone == "alert").then_some(("違いあり", "alert")),
        state,
        tone,
        updated: "きょう 9:12".to_owned(),
        trouble: trouble.to_owned(),
    }
}

impl Page for OperationsPage {
    const TEMPLATE: &'static str = "operations/status.html";

    fn sample() -> Vec<Self> {
        let line = sample_line;
        let log = LogLine {
            title: "業務の記録",
            events: 412,
            newest: "令和8年11月24日 9:12:05".to_owned(),
            chain: "0011223344556677".to_owned(),
            checkpoint: Some("400件まで、きょう 9:11".to_owned()),
            witnesses: 1,
        };
        let page = |lines: Vec<Line>, alarm: bool| {
            let lines_empty = lines.is_empty();
            Self {
                lines,
                logs: vec![log.clone(), LogLine { checkpoint: None, ..log.clone() }],
                verified: (!lines_empty).then(|| Verified {
                    href: "/verifications/01990000-0000-7000-8000-000000000001".to_owned(),
                    at: "きょう 9:00".to_owned(),
                    whole: !alarm,
                }),
                workers: i64::from(!lines_empty),
                people: 12,
                search_ready: !alarm,
                search_position: 412,
                alarm,
                parked_too_long: alarm,
            }
        };
        vec![
            page(vec![line("追従中", "ok", "")], false),
            page(vec![line("停止", "alert", "位置 411 で止まりました")], true),
            page(Vec::new(), false),
        ]
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn a_parked_event_shows_with_its_age_and_what_waits_behind_it() {
        let parked = ProjectionStatus {
            parked: 1,
            waiting: 4,
            parked_since: Some(NOW - jiff::SignedDuration::from_mins(37)),
            ..status(ProjectionState::Running, true)
        };
        let line = line(&parked, date(2026, 11, 24), NOW);
        assert_eq!((line.parked.as_str(), line.tone), ("1件（37分前から）、後ろに4件", "warn"));
        assert_eq!((rate(0.0).as_str(), rate(3.21).as_str(), rate(1234.5).as_str()), ("—", "毎秒3.2件", "毎秒1234件"));
    }

    fn status(state: ProjectionState, fed: bool) -> ProjectionStatus {
        ProjectionStatus {
            projection: "ledger".to_owned(),
            version: 1,
            log: 1,
            position: 9,
            head: 12,
            lag_events: 3,
            lag_seconds: 0.42,
            state,
            fed,
            on_poison: store::OnPoison::Stop,
            rate: 12.0,
            parked: 0,
            parked_since: None,
            waiting: 0,
            skipped: 0,
            updated_at: "2026-11-24T00:12:00Z".parse().expect("moment"),
            previous: None,
            rebuild: None,
        }
    }

    #[test]
    fn a_stopped_read_model_says_where_and_why() {
        let state =
            ProjectionState::Stopped { position: 10, event_type: Some("award.granted".to_owned()), message: "穴".to_owned() };
        let line = line(&status(state, true), date(2026, 11, 24), NOW);
        assert_eq!((line.state, line.tone), ("停止", "alert"));
        assert!(line.trouble.contains("10") && line.trouble.contains("award.granted") && line.trouble.contains("穴"));
    }

    #[test]
    fn lag_is_told_in_events_and_time() {
        let line = line(&status(ProjectionState::Running, true), date(2026, 11, 24), NOW);
        assert_eq!((line.lag.as_str(), line.lag_events, line.title.as_str()), ("0.4秒", 3, "受給者台帳"));
        assert_eq!((lag(0, 3.0).as_str(), lag(4, 720.0).as_str()), ("なし", "12分"));
        assert_eq!(super::line(&status(ProjectionState::Running, false), date(2026, 11, 24), NOW).state, "担当なし");
    }
}
