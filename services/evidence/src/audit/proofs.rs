//! Checking a directory of proofs: each event against the signed root, the newer checkpoint against the older.

use std::fs;
use std::path::Path;

use super::bundle::belongs;
use super::finding::{AuditReport, Fault, FaultKind};
use crate::checkpoint::Checkpoint;
use crate::entry::Entry;
use crate::export::Line;
use crate::handover::LogKeys;
use crate::key::VerifierKey;
use crate::merkle::leaf_hash;
use crate::proof::{verify_consistency, verify_inclusion};
use crate::text::{ConsistencyProof, InclusionProof};

/// Checks all proofs of a directory. Against `since`, or the older checkpoint that lies beside them.
pub fn audit_proofs(directory: &Path, keys: &LogKeys, since: Option<&Checkpoint>, witnesses: &[VerifierKey]) -> AuditReport {
    let mut names: Vec<String> = fs::read_dir(directory)
        .map(|files| files.flatten().filter_map(|file| file.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    names.sort_unstable();
    let keys = match super::followed(directory, keys) {
        Ok(keys) => keys,
        Err(fault) => return AuditReport::of(keys.origin(), None, 0, vec![fault]),
    };
    let mut audit = Proofs { directory, keys: &keys, since, witnesses, newest: None, checked: 0, faults: Vec::new() };
    for name in &names {
        let text = || fs::read_to_string(directory.join(name)).unwrap_or_default();
        if let Some(stem) = name.strip_suffix(".tlog-proof") {
            audit.inclusion(stem, &text());
        } else if name.ends_with(".tlog-consistency") {
            audit.consistency(name, &text());
        }
    }
    if audit.checked == 0 && audit.faults.is_empty() {
        audit.faults.push(Fault::new(FaultKind::Missing, None, "no proof"));
    }
    AuditReport::of(keys.origin(), audit.newest.as_ref(), audit.checked, audit.faults)
}

struct Proofs<'a> {
    directory: &'a Path,
    keys: &'a LogKeys,
    since: Option<&'a Checkpoint>,
    witnesses: &'a [VerifierKey],
    newest: Option<Checkpoint>,
    checked: u64,
    faults: Vec<Fault>,
}

impl Proofs<'_> {
    fn fault(&mut self, kind: FaultKind, position: Option<u64>, place: &str) {
        self.faults.push(Fault::new(kind, position, place));
    }

    /// The checkpoint of a proof, believed.
    fn checkpoint(&mut self, note: &str, place: &str) -> Option<Checkpoint> {
        let opened = self.keys.open(note);
        let Ok(signed) = opened else {
            self.fault(FaultKind::Signature, None, place);
            return None;
        };
        if self.witnesses.iter().any(|witness| signed.note.verify(witness).is_err()) {
            self.fault(FaultKind::Signature, None, place);
        }
        if self.newest.as_ref().is_none_or(|newest| newest.size < signed.checkpoint.size) {
            self.newest = Some(signed.checkpoint.clone());
        }
        Some(signed.checkpoint)
    }

    fn inclusion(&mut self, stem: &str, text: &str) {
        self.checked += 1;
        let position = stem.parse().ok();
        let Ok(proof) = text.parse::<InclusionProof>() else {
            return self.fault(FaultKind::Content, position, stem);
        };
        let line = fs::read(self.directory.join(format!("{stem}.json"))).unwrap_or_default();
        let line = line.strip_suffix(b"\n").and_then(|line| Line::parse(line).ok());
        let fits = matches!((Entry::parse(&proof.entry), &line), (Ok(entry), Some(line)) if belongs(&entry, line));
        if !fits || position != proof.index.checked_add(1) || position != line.map(|line| line.position) {
            return self.fault(FaultKind::Content, position, stem);
        }
        let Some(checkpoint) = self.checkpoint(&proof.checkpoint, stem) else { return };
        let leaf = leaf_hash(&proof.entry);
        if verify_inclusion(proof.index, checkpoint.size, &leaf, &proof.hashes, &checkpoint.root).is_err() {
            self.fault(FaultKind::Root, position, stem);
        }
    }

    fn consistency(&mut self, name: &str, text: &str) {
        self.checked += 1;
        let Ok(proof) = text.parse::<ConsistencyProof>() else {
            return self.fault(FaultKind::Forked, None, name);
        };
        let Some(new) = self.checkpoint(&proof.checkpoint, name) else { return };
        let beside = fs::read_to_string(self.directory.join("from.checkpoint")).unwrap_or_default();
        let beside = self.keys.open(&beside).ok().map(|signed| signed.checkpoint);
        let Some(old) = self.since.cloned().or(beside) else {
            return self.fault(FaultKind::Missing, None, "from.checkpoint");
        };
        if old.size > new.size {
            return self.fault(FaultKind::Shorter, Some(new.size + 1), name);
        }
        if proof.old != old.size || verify_consistency((old.size, &old.root), (new.size, &new.root), &proof.hashes).is_err() {
            self.fault(FaultKind::Forked, None, name);
        }
    }
}
