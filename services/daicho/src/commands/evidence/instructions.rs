//! What lies beside the files: how to read and to check them, in the words of an auditor.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

const FILE: &str = "読み方.txt";

/// Beside an export.
pub const EXPORT: &str = include_str!("export.txt");
/// Beside proofs of single events.
pub const INCLUSION: &str = include_str!("inclusion.txt");
/// Beside the proof that a log was only added to.
pub const CONSISTENCY: &str = include_str!("consistency.txt");

/// Writes them.
pub fn write(directory: &Path, text: &str) -> anyhow::Result<()> {
    let file = directory.join(FILE);
    fs::write(&file, text).with_context(|| format!("{} に書けません", file.display()))
}
