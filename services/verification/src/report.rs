//! What was found: one list of faults, each with kind, log and position, and the code that follows. The lowest code wins, for a broken
//! chain makes every later statement worthless.

use events::Log;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Bad, BadKind, Difference};

use crate::decisions::Decisions;
use crate::papers::Papers;

/// Kinds of faults; the numbers are exit codes and never change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Code {
    /// The chain is broken.
    Chain = 10,
    /// The root of the tree is not that of a checkpoint.
    Root = 11,
    /// A signature does not fit.
    Signature = 12,
    /// The log is shorter than a checkpoint.
    Shortened = 13,
    /// A read model is not what the log says.
    Projection = 14,
    /// A checkpoint is missing.
    CheckpointMissing = 15,
    /// A decision does not come out again.
    Decision = 16,
    /// A history that could not have come about.
    IllegalHistory = 17,
    /// A paper that was attached is missing or was altered.
    Paper = 18,
}

/// Something that is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fault {
    /// The exit code it leads to.
    pub code: u8,
    /// What kind it is.
    pub kind: Code,
    /// Finer: what of the chain, which read model, which event type.
    pub detail: String,
    /// The log; empty where it is about none.
    pub log: String,
    /// Where; 0 where it is about no place.
    pub position: i64,
    /// In words; nothing personal.
    pub why: String,
}

impl Fault {
    /// A fault of a log.
    pub(crate) fn of(kind: Code, log: Log, position: i64, why: &str) -> Self {
        Self { code: kind as u8, kind, detail: String::new(), log: log.name().to_owned(), position, why: why.to_owned() }
    }

    /// A fault that is about no place in a log.
    pub(crate) fn elsewhere(kind: Code, detail: &str, why: &str) -> Self {
        let (log, position) = (String::new(), 0);
        Self { code: kind as u8, kind, detail: detail.to_owned(), log, position, why: why.to_owned() }
    }

    pub(crate) fn of_chain(log: Log, bad: Bad) -> Self {
        let (detail, why) = match bad.kind {
            BadKind::Leaf => ("leaf", "内容が、記録したときのものと違います"),
            BadKind::Chain => ("chain", "前の出来事につながりません"),
            BadKind::Gap => ("gap", "出来事が抜けています"),
            BadKind::Version => ("version", "ストリームの中の順番が合いません"),
            BadKind::Head => ("head", "記録の末尾が合いません"),
        };
        Self { detail: detail.to_owned(), ..Self::of(Code::Chain, log, bad.position, why) }
    }
}

/// One log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LogFinding {
    /// `casework` or `access`.
    pub log: String,
    /// Its events were all as they were written.
    pub whole: bool,
    /// Events looked at.
    pub events: i64,
    /// The position after which hashes were computed anew; 0: from the beginning.
    pub from: i64,
    /// Chain hash at the end, in hexadecimal.
    pub chain: String,
    /// Leaf of the first event that was looked at, in hexadecimal.
    pub first_leaf: String,
    /// Root of the tree at the end, in hexadecimal.
    pub root: String,
    /// Checkpoints whose root was the one computed.
    pub checkpoints: usize,
    /// Signed statements looked at, copies included.
    pub statements: usize,
    /// Size of the newest checkpoint.
    pub newest_checkpoint: Option<u64>,
    /// Name and key of the log's signer.
    pub signer: Option<String>,
    /// The first break of the chain.
    pub first_bad: Option<Bad>,
}

/// One read model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProjectionFinding {
    /// Its name.
    pub projection: String,
    /// Its rows are what the log says.
    pub equal: bool,
    /// Tables that differ.
    pub differences: Vec<Difference>,
}

impl Histories {
    pub(crate) fn add(&mut self, other: &Self) {
        (self.cases, self.events) = (self.cases + other.cases, self.events + other.events);
    }
}

/// Where a log goes on from an older state, as two persons declared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RestorationFinding {
    /// `casework` or `access`.
    pub log: String,
    /// Events that are still what was signed.
    pub kept: i64,
    /// Events that had been signed.
    pub signed: i64,
    /// Position of the declaration in the casework log.
    pub position: i64,
    /// When it was declared.
    pub declared_at: Timestamp,
}

/// Histories that were read again.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Histories {
    /// Applications.
    pub cases: usize,
    /// Events asked again.
    pub events: i64,
}

/// What was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The database with its read models and the places of the checkpoints.
    Database,
    /// Files, without a database.
    Export,
}

/// Everything that was found.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// Nothing is wrong.
    pub whole: bool,
    /// The lowest code of the faults; 0 where there is none.
    pub exit: u8,
    /// What was looked at: the database, or an export, which holds neither read models nor the keys to run decisions again.
    pub source: Source,
    /// Signatures were checked with the key that lay in the export, because no other was at hand: that it is the right one is not proven.
    pub keys_from_export: bool,
    /// When it began and ended.
    pub began_at: Timestamp,
    /// As above.
    pub ended_at: Timestamp,
    /// Version of the program that verified.
    pub verifier: String,
    /// Both logs.
    pub logs: Vec<LogFinding>,
    /// Declared restorations: nothing that is wrong, and nothing that may be overlooked.
    pub restorations: Vec<RestorationFinding>,
    /// Histories.
    pub histories: Histories,
    /// Decisions.
    pub decisions: Decisions,
    /// Attached papers.
    pub papers: Papers,
    /// Read models; none where the copy has no read models to compare.
    pub projections: Vec<ProjectionFinding>,
    /// What is wrong, the lowest codes first; at most a hundred of a kind.
    pub faults: Vec<Fault>,
}

/// What is worth less than it could be.
const KEYS_FROM_EXPORT: &str = "注意  鍵: 書き出しに入っていた鍵で署名を確かめました。手元に保管している鍵を --key で指定すると、鍵の差し替えも見つかります。";

/// What cannot be verified without the database.
const OUT_OF_REACH: &str = "注意  判定、添付書類と表示用の表は、書き出しからは確かめられません。データベースのある所で daicho verify を動かしてください。";

/// Of one kind so many faults are told; more say nothing more.
const MOST: usize = 100;

impl Report {
    /// A report in which nothing was looked at yet.
    pub(crate) fn begin(source: Source, version: &str, at: Timestamp) -> Self {
        Self {
            whole: true,
            exit: 0,
            source,
            keys_from_export: false,
            began_at: at,
            ended_at: at,
            verifier: version.to_owned(),
            logs: Vec::new(),
            restorations: Vec::new(),
            histories: Histories::default(),
            decisions: Decisions::default(),
            papers: Papers::default(),
            projections: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Orders the faults and draws the conclusion.
    pub(crate) fn conclude(mut self, ended_at: Timestamp) -> Self {
        self.ended_at = ended_at;
        self.faults.sort_by_key(|fault| (fault.code, fault.position));
        let mut of_kind = std::collections::BTreeMap::<Code, usize>::new();
        self.faults.retain(|fault| {
            let told = of_kind.entry(fault.kind).or_default();
            *told += 1;
            *told <= MOST
        });
        self.exit = self.faults.first().map_or(0, |fault| fault.code);
        self.whole = self.exit == 0;
        self
    }

    /// For reading.
    pub fn in_words(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for log in &self.logs {
            let bad = self.faults.iter().any(|fault| fault.log == log.log && fault.code <= 13);
            let sign = if bad { "不良" } else { "良好" };
            let from = if log.from == 0 {
                String::new()
            } else {
                format!("（{} 番までは前回の結果によります）", log.from)
            };
            lines.push(format!(
                "{sign}  記録 {}: {} 件、検証点 {} 個の根が一致しました{from}。",
                log.log, log.events, log.checkpoints
            ));
            if log.newest_checkpoint.is_none() {
                lines.push(format!(
                    "注意  記録 {}: 検証点がまだありません。daicho work が動いていれば、1分ごとに作られます。",
                    log.log
                ));
            }
        }
        for one in &self.restorations {
            lines.push(format!(
                "注意  記録 {}: {} 件まで署名されていましたが、古い状態から復元され、{} 件から続いています。失われた出来事は多くて {} 件です（二人による申告、業務の記録 {} 番）。",
                one.log,
                one.signed,
                one.kept,
                one.signed - one.kept,
                one.position
            ));
        }
        lines.push(format!(
            "良好  経過: 申請 {} 件を含む {} 件の出来事を読み返しました。",
            self.histories.cases, self.histories.events
        ));
        if self.keys_from_export {
            lines.push(KEYS_FROM_EXPORT.to_owned());
        }
        lines.push(match self.source {
            Source::Database => self.decisions.in_words(),
            Source::Export => OUT_OF_REACH.to_owned(),
        });
        if self.source == Source::Database {
            lines.extend(self.papers.in_words());
        }
        for projection in self.projections.iter().filter(|projection| projection.equal) {
            lines.push(format!("良好  表 {}: 記録から作ったものと同じです。", projection.projection));
        }
        for fault in &self.faults {
            let place = match (fault.log.as_str(), fault.position) {
                ("", _) => fault.detail.clone(),
                (log, 0) => format!("記録 {log}"),
                (log, position) => format!("記録 {log} の {position} 番"),
            };
            lines.push(format!("不良  [{}] {place}: {}", fault.code, fault.why));
        }
        lines.push(if self.whole { "問題は見つかりませんでした。" } else { "問題が見つかりました。" }.to_owned());
        lines
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn report(faults: Vec<Fault>) -> Report {
        let log = |log: &str| LogFinding {
            log: log.to_owned(),
            whole: true,
            events: 9,
            from: 0,
            chain: "ab".repeat(32),
            first_leaf: "cd".repeat(32),
            root: "ef".repeat(32),
            checkpoints: 1,
            statements: 2,
            newest_checkpoint: Some(9),
            signer: Some("daicho.example/casework+00000000+AAAA".to_owned()),
            first_bad: None,
        };
        let at: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        let logs = vec![log("casework"), log("access")];
        let histories = Histories { cases: 1, events: 9 };
        Report { logs, histories, faults, ..Report::begin(Source::Database, "0.1.0", at) }.conclude(at)
    }

    #[test]
    fn the_lowest_code_found_wins() {
        let fault = |kind| Fault::of(kind, Log::Casework, 3, "x");
        assert_eq!((report(vec![]).exit, report(vec![]).whole), (0, true));
        let all = [Code::IllegalHistory, Code::CheckpointMissing, Code::Shortened, Code::Root, Code::Chain];
        for n in 1..=all.len() {
            let found = report(all[..n].iter().map(|kind| fault(*kind)).collect());
            assert_eq!((found.exit, found.whole), (all[n - 1] as u8, false));
        }
    }

    #[test]
    fn thousands_of_one_kind_do_not_hide_another() {
        let mut faults: Vec<Fault> = (0..5000).map(|n| Fault::of(Code::IllegalHistory, Log::Casework, n, "x")).collect();
        faults.push(Fault::elsewhere(Code::Projection, "ledger", "y"));
        let found = report(faults);
        assert_eq!((found.faults.len(), found.exit), (101, 14));
        assert!(found.in_words().iter().any(|line| line.contains("ledger")));
    }
}
