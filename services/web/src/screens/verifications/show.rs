//! `GET /verifications/{id}`: how far it is, or what it found.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use identity::Permission;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::list::Row;
use crate::cx::Cx;
use crate::id::Id;
use crate::page::Page;
use crate::problem::Problem;

/// Progress, as the worker tells it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Told {
    step: String,
    done: i64,
    of: i64,
    rate: f64,
    seconds_left: Option<f64>,
}

/// Progress, as it is shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Going {
    step: &'static str,
    done: i64,
    of: i64,
    rate: i64,
    left: String,
}

/// One log of the report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct LogLine {
    log: String,
    events: i64,
    from: i64,
    chain: String,
    first_leaf: String,
    root: String,
    checkpoints: usize,
    statements: usize,
    newest_checkpoint: Option<u64>,
    signer: Option<String>,
}

/// Something wrong, of the report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct FaultLine {
    code: u8,
    detail: String,
    log: String,
    position: i64,
    why: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Decided {
    examined: bool,
    same: usize,
    erased: usize,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Compared {
    projection: String,
    equal: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Asked {
    cases: usize,
    events: i64,
}

/// The report, as far as it is shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Found {
    whole: bool,
    verifier: String,
    logs: Vec<LogLine>,
    histories: Asked,
    decisions: Decided,
    projections: Vec<Compared>,
    faults: Vec<FaultLine>,
    #[serde(default)]
    restorations: Vec<RestorationLine>,
}

/// A declared restoration, of the report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct RestorationLine {
    log: String,
    kept: i64,
    signed: i64,
    position: i64,
}

/// The page.
#[derive(Serialize)]
pub(crate) struct VerificationPage {
    id: String,
    row: Row,
    at_work: bool,
    may_stop: bool,
    going: Option<Going>,
    found: Option<Found>,
}

fn step(code: &str) -> &'static str {
    match code {
        "checkpoints" => "検証点の署名",
        "casework" => "業務の記録",
        "access" => "閲覧の記録",
        "decisions" => "判定の再現",
        _ => "表示用の表",
    }
}

fn going(text: &str) -> Option<Going> {
    let told: Told = serde_json::from_str(text).ok()?;
    let left = match told.seconds_left {
        Some(seconds) if seconds >= 60.0 => format!("あと約{:.0}分", seconds / 60.0),
        Some(seconds) => format!("あと約{seconds:.0}秒"),
        None => String::new(),
    };
    #[expect(clippy::cast_possible_truncation, reason = "a rate for the eye")]
    let rate = told.rate as i64;
    Some(Going { step: step(&told.step), done: told.done, of: told.of, rate, left })
}

/// Shows the page; while the work goes on, the browser asks again by itself.
pub(crate) async fn show(cx: Cx, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let kept = store::verification(cx.pool(), id).await?.ok_or(Problem::NotFound)?;
    let at_work = kept.state.is_at_work();
    let page = VerificationPage {
        id: id.to_string(),
        row: Row::of(&kept),
        at_work,
        may_stop: at_work && cx.may(Permission::RunVerifications),
        going: kept.progress.as_deref().filter(|_| at_work).and_then(going),
        found: kept.report.as_deref().and_then(|text| serde_json::from_str(text).ok()),
    };
    let mut response = cx.page(&page)?;
    if at_work {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
    }
    Ok(response)
}

impl Page for VerificationPage {
    const TEMPLATE: &'static str = "verifications/show.html";

    fn sample() -> Vec<Self> {
        let log = LogLine {
            log: "casework".to_owned(),
            events: 12_345,
            from: 0,
            chain: "ab".repeat(32),
            first_leaf: "0f".repeat(32),
            root: "5a".repeat(32),
            checkpoints: 12,
            statements: 24,
            newest_checkpoint: Some(12_340),
            signer: Some("daicho.x/casework+5ac1f0e2+AVvJ0b4b6ZyE".to_owned()),
        };
        let fault = FaultLine {
            code: 10,
            detail: "leaf".to_owned(),
            log: "casework".to_owned(),
            position: 12,
            why: "内容が、記録したときのものと違います".to_owned(),
        };
        let elsewhere =
            FaultLine {
                code: 14, detail: "ledger".to_owned(), log: String::new(), position: 0, why: "表が違います".to_owned()
            };
        let found = |faults: Vec<FaultLine>| Found {
            whole: faults.is_empty(),
            verifier: "0.1.0".to_owned(),
            logs: vec![
                log.clone(),
                LogLine { log: "access".to_owned(), newest_checkpoint: None, signer: None, from: 7, ..log.clone() },
            ],
            histories: Asked { cases: 12, events: 12_345 },
            decisions: Decided { examined: faults.is_empty(), same: 9, erased: 1 },
            projections: vec![Compared { projection: "ledger".to_owned(), equal: faults.is_empty() }],
            restorations: vec![
                RestorationLine { log: "casework".to_owned(), kept: 400, signed: 412, position: 405 };
                faults.len()
            ],
            faults,
        };
        let page = |at_work, going, found, state: &str, tone| Self {
            id: "01990000-0000-7000-8000-000000000001".to_owned(),
            row: super::list::sample_row(state, tone),
            at_work,
            may_stop: at_work,
            going,
            found,
        };
        let going = Going { step: "業務の記録", done: 100, of: 12_345, rate: 5_000, left: "あと約3秒".to_owned() };
        vec![
            page(true, None, None, "開始待ち", "key"),
            page(true, Some(going), None, "検証中", "key"),
            page(false, None, Some(found(vec![])), "問題なし", "ok"),
            page(false, None, Some(found(vec![fault, elsewhere])), "問題あり（10）", "alert"),
            page(false, None, None, "途中で停止", "warn"),
        ]
    }
}
