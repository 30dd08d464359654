//! A log for tampering with: exported, copied, altered, checked.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{
    Audit, AuditReport, Checkpoint, Edge, ExportWriter, Exported, GENESIS, KeyKind, SignedCheckpoint, SigningKey, chain_link,
    leaf_hash,
};
use sha2::{Digest, Sha256};

pub const ORIGIN: &str = "daicho.00000000-0000-0000-0000-000000000000/casework";
pub const EVENTS: u64 = 300;

pub fn key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, KeyKind::Log, &[1; 32]).unwrap()
}

pub fn witness() -> SigningKey {
    SigningKey::from_seed("kansa.example/daicho", KeyKind::Cosigner, &[2; 32]).unwrap()
}

/// One event of layout 1, with something to tell it by.
pub fn event(position: u64, said: &str) -> (Vec<u8>, String) {
    let payload = format!("{{\"n\":{position},\"said\":\"{said}\"}}");
    let text = |text: &str| [u32::try_from(text.len()).unwrap().to_be_bytes().as_slice(), text.as_bytes()].concat();
    let entry = [
        [1].as_slice(),
        &1_i16.to_be_bytes(),
        &position.to_be_bytes(),
        &[7; 16],
        &text("case"),
        &i32::try_from(position).unwrap().to_be_bytes(),
        &[8; 16],
        &text("case.noted"),
        &1_i16.to_be_bytes(),
        &[9; 16],
        &(1_770_000_000_000_000 + i64::try_from(position).unwrap()).to_be_bytes(),
        &20_000_i32.to_be_bytes(),
        &[4; 16],
        &text("program:試験"),
        &text("program"),
        &[0, 1],
        &text("late"),
        &[5; 16],
        &[0, 0],
        &Sha256::digest(&payload),
        &Sha256::digest("{}"),
    ];
    (entry.concat(), payload)
}

pub fn history(events: u64) -> Vec<(Vec<u8>, String)> {
    (1..=events).map(|position| event(position, "見本")).collect()
}

pub fn checkpoint(history: &[(Vec<u8>, String)]) -> Checkpoint {
    let mut edge = Edge::default();
    for (entry, _) in history {
        edge.push(leaf_hash(entry), |_, _, _| ());
    }
    Checkpoint { origin: ORIGIN.to_owned(), size: edge.size(), root: edge.root() }
}

/// Exports a history, honest or not, under a checkpoint that fits it, signed by whoever has `key`.
pub fn export(directory: &Path, history: &[(Vec<u8>, String)], key: &SigningKey) {
    let mut writer = ExportWriter::open(directory, &key.verifier().clone().into()).unwrap();
    let mut chain = GENESIS;
    for (position, (entry, payload)) in (1..).zip(history) {
        let leaf = leaf_hash(entry);
        chain = chain_link(&chain, &leaf);
        if position > writer.size() {
            let metadata = "{}".to_owned();
            writer.push(Exported { entry: entry.clone(), leaf, chain, payload: payload.clone(), metadata }).unwrap();
        }
    }
    let mut signed = checkpoint(history).sign(key);
    signed.note.sign(&witness(), 1_770_000_000);
    writer.finish(&signed).unwrap();
}

/// What the auditor's program says, who knows the key and perhaps an earlier checkpoint.
pub fn audit(directory: &Path, since: Option<&Checkpoint>) -> AuditReport {
    let (keys, witnesses) = (key().verifier().clone().into(), [witness().verifier().clone()]);
    Audit { directory, keys: &keys, since, witnesses: &witnesses, threads: std::num::NonZero::new(1) }.run(|_, _| ())
}

/// The code, and the first event concerned.
pub fn told(report: &AuditReport) -> (u8, Option<u64>) {
    (report.exit, report.faults.iter().filter(|fault| fault.kind.exit() == report.exit).find_map(|fault| fault.position))
}

/// All files of an export that are evidence. The copy of the key and the instructions are not.
pub fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "key.vkey" {
                files.push(path);
            }
        }
    }
    files.sort_unstable();
    files
}

pub fn note(directory: &Path) -> SignedCheckpoint {
    SignedCheckpoint::parse(&fs::read_to_string(directory.join("checkpoint")).unwrap()).unwrap()
}
