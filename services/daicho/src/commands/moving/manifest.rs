//! What an export consists of: every file with its rows and its digest, and where each log ends.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::transfer::End;

use crate::exit::{Exit, stop};

/// Name and version of the format.
pub const FORMAT: &str = "daicho-export/1";
/// Name of the file.
const NAME: &str = "manifest.json";

/// The manifest.
#[derive(Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the program that wrote it.
    pub program_version: String,
    /// When.
    pub made_at: jiff::Timestamp,
    /// The logs.
    pub logs: Vec<LogEnd>,
    /// The files beside it.
    pub files: Vec<FileLine>,
}

/// Where a log ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LogEnd {
    /// `casework` or `access`.
    pub log: String,
    /// Its last position.
    pub position: i64,
    /// The chain there, hex.
    pub chain: String,
    /// The root of its tree, hex.
    pub root: String,
}

impl LogEnd {
    /// Of a log.
    pub fn of(log: &str, end: End) -> Self {
        Self { log: log.to_owned(), position: end.position, chain: hex::encode(end.chain), root: hex::encode(end.root) }
    }
}

/// A file.
#[derive(Serialize, Deserialize)]
pub struct FileLine {
    /// Under the directory of the export.
    pub path: String,
    /// Rows, or records; none for what has no rows.
    pub rows: Option<u64>,
    /// Length.
    pub bytes: u64,
    /// SHA-256, hex.
    pub sha256: String,
}

/// Digest and length of a file.
fn digest(path: &Path) -> std::io::Result<(String, u64)> {
    let (mut file, mut hash, mut length) = (BufReader::new(File::open(path)?), Sha256::new(), 0);
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut bytes)?;
        if read == 0 {
            return Ok((hex::encode(hash.finalize()), length));
        }
        hash.update(&bytes[..read]);
        length += u64::try_from(read).unwrap_or(0);
    }
}

impl FileLine {
    /// Of a file that was written.
    pub fn of(out: &Path, path: &str, rows: Option<u64>) -> anyhow::Result<Self> {
        let (sha256, bytes) = digest(&out.join(path)).with_context(|| format!("{path} を読み返せません"))?;
        Ok(Self { path: path.to_owned(), rows, bytes, sha256 })
    }

    /// Whether the file is what was written.
    fn fault(&self, out: &Path) -> Option<String> {
        let path = out.join(&self.path);
        match digest(&path) {
            Err(error) => Some(format!("{} を読めません({error})。", self.path)),
            Ok((sha256, bytes)) if sha256 != self.sha256 || bytes != self.bytes => {
                Some(format!("{} が書き出したときのものと違います。", self.path))
            }
            Ok(_) if Path::new(&self.path).extension().is_some_and(|ending| ending == "jsonl") && rows(&path) != self.rows => {
                Some(format!("{} の行の数が違います。", self.path))
            }
            Ok(_) => None,
        }
    }
}

fn rows(path: &Path) -> Option<u64> {
    let lines = BufReader::new(File::open(path).ok()?).lines();
    u64::try_from(lines.count()).ok()
}

impl Manifest {
    /// Writes it.
    pub fn write(&self, out: &Path) -> anyhow::Result<()> {
        let mut file = File::create(out.join(NAME))?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        file.write_all(b"\n")?;
        Ok(file.sync_all()?)
    }

    /// Reads it, and looks whether every file is what was written.
    pub fn checked(out: &Path) -> anyhow::Result<Self> {
        let refused = |why: String| stop(Exit::InputRefused, format!("{why}何も取り込んでいません。"));
        let text = std::fs::read_to_string(out.join(NAME));
        let text = text.map_err(|error| refused(format!("{} に {NAME} がありません({error})。", out.display())))?;
        let manifest: Self = serde_json::from_str(&text).map_err(|_| refused(format!("{NAME} を読めません。")))?;
        if manifest.format != FORMAT {
            return Err(refused(format!("この版では読めない形式です({})。", manifest.format)));
        }
        // A path that leads out of the directory is none of ours.
        let outside = |line: &&FileLine| line.path.starts_with('/') || line.path.split('/').any(|part| part == "..");
        if let Some(line) = manifest.files.iter().find(outside) {
            return Err(refused(format!("{} は書き出した場所の外を指しています。", line.path)));
        }
        match manifest.files.iter().find_map(|line| line.fault(out)) {
            Some(fault) => Err(refused(fault)),
            None => Ok(manifest),
        }
    }
}
