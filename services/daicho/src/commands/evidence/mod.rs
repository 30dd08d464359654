//! `daicho evidence`: proof for those who have no access to the database, and the check of it, which needs none either.

mod export;
mod instructions;
mod proof;

use std::fs;
use std::path::{Path, PathBuf};

use ::evidence::{SignedCheckpoint, VerifierKey};
use events::Log;

use super::verify::{Verifying, run_offline};
use crate::exit::{Exit, stop};
use crate::installation::Source;

/// The subcommands.
#[derive(clap::Subcommand)]
pub enum Command {
    #[command(about = "記録を、検証点・木・出来事のファイルとして書き出す(続きから足せる)")]
    Export(export::Arguments),
    #[command(about = "1 件の申請や出来事が記録にあること、前回の監査から足されただけであることの証明を書き出す")]
    Proof(proof::Arguments),
    #[command(about = "書き出したものを確かめる。データベースも鍵もいらない")]
    Verify(Verifying),
}

/// Runs the subcommand.
pub async fn run(command: &Command, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    match command {
        Command::Export(arguments) => export::run(arguments, data).await,
        Command::Proof(arguments) => proof::run(arguments, data).await,
        Command::Verify(arguments) => run_offline(arguments),
    }
}

/// Reads a key that lets signatures be checked.
pub fn vkey(file: &Path) -> anyhow::Result<VerifierKey> {
    let text = read(file)?;
    text.trim().parse().map_err(|error| stop(Exit::Usage, format!("{} は鍵(vkey)ではありません({error})。", file.display())))
}

/// Reads a file that the command line names.
pub fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).map_err(|error| stop(Exit::Usage, format!("{} を読めません({error})。", file.display())))
}

/// The key of a log, from the directory of checkpoints.
fn key_of(source: &Source, log: Log) -> anyhow::Result<VerifierKey> {
    let missing = || stop(Exit::CheckpointMissing, "検証点の場所がわかりません。DAICHO_CHECKPOINTS で指定してください。");
    let file = source.checkpoints().ok_or_else(missing)?.join(format!("{}.vkey", log.name()));
    if !file.exists() {
        return Err(stop(
            Exit::CheckpointMissing,
            format!("{} がまだありません。裏方の処理(daicho work)が動くと 1 分以内にできます。", file.display()),
        ));
    }
    vkey(&file)
}

/// A kept checkpoint, believed.
fn believed(note: &str, key: &VerifierKey) -> anyhow::Result<SignedCheckpoint> {
    SignedCheckpoint::open(note, key)
        .map_err(|error| stop(Exit::Signature, format!("データベースにある検証点の署名が合いません({error})。")))
}
