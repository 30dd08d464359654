//! The verification that needs no database: `daicho verify --export DIR`, and `daicho evidence verify DIR` on the auditor's machine.

use std::path::{Path, PathBuf};

use ::evidence::{Checkpoint, LogKeys, VerifierKey};
use verification::{Exports, Report};
use web::Clock as _;

use super::tell;
use super::telling::{Style, teller};
use crate::commands::evidence::{read, vkey};
use crate::exit::{Exit, stop};
use crate::output::reader_may_leave;

/// What is known from elsewhere.
#[derive(clap::Args)]
pub struct Offline {
    #[arg(long, value_name = "FILE", help = "記録の鍵(vkey)。手元に保管しているもの。鍵が替わっていれば何度でも指定できる")]
    key: Vec<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "key", help = "前回の監査で受け取った検証点")]
    since: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "連署しているはずの立会いの鍵(vkey)。何度でも指定できる")]
    witness: Vec<PathBuf>,
}

/// What the command line of `evidence verify` says.
#[derive(clap::Args)]
pub struct Verifying {
    #[arg(value_name = "PATH", required = true, help = "書き出した場所")]
    path: Vec<PathBuf>,
    #[command(flatten)]
    offline: Offline,
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

/// Runs `evidence verify`.
pub fn run(arguments: &Verifying) -> anyhow::Result<Exit> {
    let report = arguments.offline.verify(&arguments.path, None)?;
    reader_may_leave(tell(&report, arguments.json, None))
}

impl Offline {
    /// Verifies exports and proofs.
    pub fn verify(&self, directories: &[PathBuf], progress: Option<Style>) -> anyhow::Result<Report> {
        let all = |files: &[PathBuf]| files.iter().map(|file| vkey(file)).collect::<anyhow::Result<Vec<VerifierKey>>>();
        let keys = all(&self.key)?;
        let since = self.since.as_deref().map(|file| earlier(file, &keys)).transpose()?;
        let exports = Exports { directories: directories.to_vec(), keys, since, witnesses: all(&self.witness)?, ..exports() };
        exports.run(&mut *teller(progress)).map_err(|error| stop(Exit::Usage, format!("{error}。--key で指定してください。")))
    }
}

/// Nothing to verify yet, by this program.
pub fn exports() -> Exports {
    Exports {
        directories: Vec::new(),
        keys: Vec::new(),
        since: None,
        witnesses: Vec::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        now: || web::SystemClock.now(),
    }
}

/// What the auditor saw last time; it must be signed too, or it proves nothing.
fn earlier(file: &Path, keys: &[VerifierKey]) -> anyhow::Result<Checkpoint> {
    let text = read(file)?;
    let opened = keys.iter().map(|key| LogKeys::from(key.clone()).open(&text)).reduce(Result::or);
    let opened = opened.ok_or_else(|| stop(Exit::Usage, "--since には --key も指定してください。"))?;
    let opened = opened
        .map_err(|error| stop(Exit::Signature, format!("{} は、この記録の検証点ではありません({error})。", file.display())))?;
    Ok(opened.checkpoint)
}
