//! The same verification over files that somebody was handed: exports of a log, or proofs of single events. No database, no keys of persons,
//! no network; every hash, link, root and signature and every history is computed again all the same.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use events::Log;
use evidence::{
    Audit, AuditReport, CHECKPOINT, Checkpoint, FaultKind, KEY, Line, LogKeys, SignedCheckpoint, VerifierKey, audit_proofs,
};
use jiff::Timestamp;
use store::{Bad, BadKind, Recorded};
use uuid::Uuid;

use crate::progress::{Progress, Step, Teller};
use crate::questions::{Questions, Read, read};
use crate::report::{Code, Fault, Histories, LogFinding, Report, Source};

/// What verifying files needs.
#[derive(Clone, Debug)]
pub struct Exports {
    /// Exports and directories of proofs.
    pub directories: Vec<PathBuf>,
    /// Keys of logs, kept by whoever verifies; where there is none for a log, the copy in its export is taken, which proves less.
    pub keys: Vec<VerifierKey>,
    /// What was seen last time, believed already.
    pub since: Option<Checkpoint>,
    /// Witnesses that must have signed.
    pub witnesses: Vec<VerifierKey>,
    /// Version of the program.
    pub version: String,
    /// The clock.
    pub now: fn() -> Timestamp,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum ExportsError {
    /// Neither a key of the log was given nor does one lie there.
    #[error("{0} の記録の鍵がありません")]
    Key(PathBuf),
}

impl Exports {
    /// Verifies everything.
    ///
    /// # Errors
    /// [`ExportsError`]; what is wrong with the files is in the report.
    pub fn run(&self, tell: &mut (dyn FnMut(Progress) + Send)) -> Result<Report, ExportsError> {
        let mut report = Report::begin(Source::Export, &self.version, (self.now)());
        for directory in &self.directories {
            let (keys, own) = self.keys_of(directory)?;
            report.keys_from_export |= own;
            let since = self.since.as_ref().filter(|since| self.directories.len() == 1 || since.origin == keys.origin());
            let witnesses = &self.witnesses;
            let log = log_of(&keys);
            let mut asked = Asked::default();
            let found = if holds_proofs(directory) {
                audit_proofs(directory, &keys, since, witnesses)
            } else {
                let mut teller = Teller::begin(tell, Step::of(log), 0, 0);
                let audit = Audit { directory, keys: &keys, since, witnesses, threads: None };
                audit.read(|done, of| teller.of(position(done), position(of)), prepare, |shown| asked.take(log, shown))
            };
            let (finding, faults) = asked.joined(log, &keys, &found, 1 + witnesses.len());
            report.restorations.extend(asked.questions.restorations.iter().cloned());
            report.histories.add(&Histories { cases: asked.questions.histories.cases(), events: asked.questions.asked });
            report.logs.push(finding);
            report.faults.extend(faults);
        }
        Ok(report.conclude((self.now)()))
    }

    /// The keys of the log of an export, and whether they lie in it.
    fn keys_of(&self, directory: &Path) -> Result<(LogKeys, bool), ExportsError> {
        let read = |name: &str| std::fs::read_to_string(directory.join(name)).ok();
        let shown = read(CHECKPOINT).and_then(|note| SignedCheckpoint::parse(&note).ok()).map(|shown| shown.checkpoint.origin);
        let own = || read(KEY).and_then(|text| text.trim().parse::<VerifierKey>().ok());
        let named = |key: &&VerifierKey| shown.as_deref().is_none_or(|origin| origin == key.name());
        // Where none of the given keys is of this log, the first of them shows that it is another's.
        let first = self.keys.iter().find(named).or(self.keys.first()).cloned();
        let (first, from_export) = match first {
            Some(first) => (first, false),
            None => (own().ok_or_else(|| ExportsError::Key(directory.to_owned()))?, true),
        };
        let mut keys = LogKeys::from(first);
        self.keys.iter().for_each(|key| keys.trust(key.clone()));
        Ok((keys, from_export))
    }
}

/// Whether the directory holds proofs and no log.
fn holds_proofs(directory: &Path) -> bool {
    let is_proof = |path: &Path| path.extension().is_some_and(|kind| kind == "tlog-proof" || kind == "tlog-consistency");
    std::fs::read_dir(directory).is_ok_and(|files| files.flatten().any(|file| is_proof(&file.path())))
}

/// Which log an origin such as `daicho.<id>/casework` names.
fn log_of(keys: &LogKeys) -> Log {
    let name = keys.origin().rsplit('/').next().unwrap_or_default();
    Log::ALL.into_iter().find(|log| log.name() == name).unwrap_or(Log::Casework)
}

fn position(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

fn prepare(entry: &evidence::Entry<'_>, line: Line) -> Option<(Recorded, Read)> {
    let recorded = Recorded::from_entry(entry, line.payload, line.metadata)?;
    let read = read(&recorded);
    Some((recorded, read))
}

/// What is asked in the order of the log.
#[derive(Default)]
struct Asked {
    questions: Questions,
    versions: HashMap<Uuid, i32>,
    faults: Vec<Fault>,
}

impl Asked {
    fn take(&mut self, log: Log, shown: Option<(Recorded, Read)>) {
        let Some((recorded, read)) = shown else { return };
        let version = self.versions.entry(recorded.stream_id).or_default();
        *version += 1;
        let place = recorded.position;
        if recorded.stream_version != *version {
            self.faults.push(Fault::of_chain(log, Bad { position: place, kind: BadKind::Version }));
            *version = recorded.stream_version;
        }
        if recorded.log != log {
            self.faults.push(Fault::of(Code::Chain, log, place, "ほかの記録の出来事です"));
        }
        self.questions.ask(&recorded, read);
    }

    /// Joins what the files say with what was asked.
    fn joined(&mut self, log: Log, keys: &LogKeys, found: &AuditReport, statements: usize) -> (LogFinding, Vec<Fault>) {
        let mut faults: Vec<Fault> = found.faults.iter().map(|fault| told(log, fault)).collect();
        faults.append(&mut self.faults);
        faults.append(&mut self.questions.faults);
        let chain = faults.iter().filter(|fault| fault.kind == Code::Chain).min_by_key(|fault| fault.position);
        let kind = |detail: &str| match detail {
            "leaf" => BadKind::Leaf,
            "gap" => BadKind::Gap,
            "version" => BadKind::Version,
            _ => BadKind::Chain,
        };
        let first_bad = chain.map(|fault| Bad { position: fault.position, kind: kind(&fault.detail) });
        let wrong_root = faults.iter().any(|fault| fault.kind == Code::Root);
        let finding = LogFinding {
            log: log.name().to_owned(),
            whole: first_bad.is_none(),
            events: position(found.checked),
            from: 0,
            chain: found.chain.clone(),
            first_leaf: found.first_leaf.clone().unwrap_or_default(),
            root: found.root.clone().unwrap_or_default(),
            checkpoints: usize::from(found.size.is_some() && !wrong_root),
            statements: if found.size.is_some() { statements } else { 0 },
            newest_checkpoint: found.size,
            signer: keys.newest().map(ToString::to_string),
            first_bad,
        };
        (finding, faults)
    }
}

fn told(log: Log, fault: &evidence::Fault) -> Fault {
    let (code, detail, why) = match fault.kind {
        FaultKind::Content => (Code::Chain, "leaf", "内容が、記録したときのものと違います"),
        FaultKind::Chain => (Code::Chain, "chain", "前の出来事につながりません"),
        FaultKind::Gap => (Code::Chain, "gap", "出来事が抜けています"),
        FaultKind::Tile => (Code::Root, "tile", "木の節が、出来事から計算したものと違います"),
        FaultKind::Root => (Code::Root, "", "出来事から計算した根が、署名された検証点と違います"),
        FaultKind::Forked => (Code::Root, "forked", "前に見た記録で始まっていません"),
        FaultKind::Signature => (Code::Signature, "", "署名が合いません"),
        FaultKind::Shorter => (Code::Shortened, "", "記録が、知られている検証点より短くなっています"),
        FaultKind::Missing => (Code::CheckpointMissing, "", "検証点がありません"),
    };
    let why = format!("{why}（{}）", fault.place);
    Fault { detail: detail.to_owned(), ..Fault::of(code, log, position(fault.position.unwrap_or(0)), &why) }
}
