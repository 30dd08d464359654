//! What `verify` found, as JSON and as lines, and the exit code that follows.

use events::Log;
use serde::Serialize;
use store::{Bad, BadKind, Difference, LogReport};

use super::decisions::Decisions;
use super::histories::Histories;
use crate::exit::Exit;

/// Everything that was found.
#[derive(Serialize)]
pub struct Report {
    whole: bool,
    exit: u8,
    logs: Vec<LogFinding>,
    histories: Histories,
    decisions: Decisions,
    projections: Vec<ProjectionFinding>,
}

/// One log.
#[derive(Serialize)]
pub struct LogFinding {
    log: &'static str,
    whole: bool,
    events: i64,
    first_bad: Option<Bad>,
}

/// One read model.
#[derive(Serialize)]
pub struct ProjectionFinding {
    projection: &'static str,
    equal: bool,
    differences: Vec<Difference>,
}

impl LogFinding {
    /// From the store's report.
    pub fn of(log: Log, report: &LogReport) -> Self {
        Self { log: log.name(), whole: report.whole, events: report.checked, first_bad: report.first_bad }
    }
}

/// What is wrong, for reading.
fn wrong(kind: BadKind) -> &'static str {
    match kind {
        BadKind::Leaf => "内容が、記録したときのものと違います",
        BadKind::Chain => "前の出来事につながりません",
        BadKind::Gap => "出来事が抜けています",
        BadKind::Version => "ストリームの中の順番が合いません",
        BadKind::Head => "記録の末尾が合いません",
    }
}

impl ProjectionFinding {
    /// From the differences between the live tables and those made anew.
    pub fn of(projection: &'static str, differences: Vec<Difference>) -> Self {
        Self { projection, equal: differences.is_empty(), differences }
    }
}

impl Report {
    /// Joins the findings.
    pub fn new(logs: Vec<LogFinding>, histories: Histories, decisions: Decisions, projections: Vec<ProjectionFinding>) -> Self {
        let mut report = Self { whole: true, exit: 0, logs, histories, decisions, projections };
        let exit = report.exit();
        report.whole = exit == Exit::Good;
        report.exit = exit as u8;
        report
    }

    /// The lowest code of what was found.
    pub fn exit(&self) -> Exit {
        if self.logs.iter().any(|log| !log.whole) {
            Exit::Chain
        } else if self.projections.iter().any(|projection| !projection.equal) {
            Exit::ProjectionDrift
        } else if !self.decisions.different.is_empty() {
            Exit::DecisionDiffers
        } else if !self.histories.illegal.is_empty() {
            Exit::IllegalHistory
        } else {
            Exit::Good
        }
    }

    /// For reading.
    pub fn in_words(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for log in &self.logs {
            lines.push(match &log.first_bad {
                None => format!("良好  記録 {}: {} 件、連鎖は切れていません。", log.log, log.events),
                Some(bad) => format!("不良  記録 {}: {} 番で{}。", log.log, bad.position, wrong(bad.kind)),
            });
        }
        lines.push(format!("良好  経過: {} 件の申請を読み返しました。", self.histories.cases));
        for illegal in &self.histories.illegal {
            lines.push(format!(
                "不良  経過: {} 番の {} は、その時点で許されない出来事です。",
                illegal.position, illegal.event_type
            ));
        }
        lines.extend(self.decisions.in_words());
        for projection in &self.projections {
            lines.push(if projection.equal {
                format!("良好  表 {}: 記録から作ったものと同じです。", projection.projection)
            } else {
                format!(
                    "不良  表 {}: 記録と違います。daicho rebuild {} で作り直せます。",
                    projection.projection, projection.projection
                )
            });
            lines.extend(projection.differences.iter().map(|found| {
                format!(
                    "      {}: 今の表だけにある行 {}、作り直した表だけにある行 {}",
                    found.table, found.only_live, found.only_rebuilt
                )
            }));
        }
        lines.push(if self.whole { "問題は見つかりませんでした。" } else { "問題が見つかりました。" }.to_owned());
        lines
    }
}

#[cfg(test)]
mod tests {
    use events::ids::ApplicationId;

    use super::*;

    fn report(whole: bool, equal: bool, differing: Vec<ApplicationId>) -> Report {
        let bad = (!whole).then_some(Bad { position: 7, kind: BadKind::Leaf });
        Report::new(
            vec![LogFinding { log: "casework", whole, events: 9, first_bad: bad }],
            Histories::default(),
            Decisions { examined: true, different: differing, ..Decisions::default() },
            vec![ProjectionFinding { projection: "ledger", equal, differences: Vec::new() }],
        )
    }

    #[test]
    fn the_lowest_code_wins() {
        let one = || vec![ApplicationId(uuid::Uuid::from_u128(1))];
        assert_eq!(report(true, true, vec![]).exit(), Exit::Good);
        assert_eq!(report(true, true, one()).exit(), Exit::DecisionDiffers);
        assert_eq!(report(true, false, one()).exit(), Exit::ProjectionDrift);
        assert_eq!(report(false, false, one()).exit(), Exit::Chain);
    }

    #[test]
    fn a_broken_log_is_named_with_its_position() {
        let broken = report(false, true, vec![]);
        assert!(broken.in_words()[0].contains("7 番"));
        assert_eq!(serde_json::to_value(&broken).unwrap()["logs"][0]["first_bad"]["position"], 7);
    }
}
