//! `daicho evidence`: proof for those who have no access to the database, and the check of it, which needs none either.

pub mod export;
mod instructions;
mod proof;
mod restored;
mod rotation;

use std::fs;
use std::path::{Path, PathBuf};

use ::evidence::{LogKeys, Place, SignedCheckpoint, VerifierKey};
use events::Log;
use events::vocabulary::ChangeNumber;

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
    #[command(about = "検証点に署名する鍵を新しい鍵に替える")]
    RotateKey(rotation::Arguments),
    #[command(about = "古い状態から復元したまま続けることを、二人で申告する(失われた出来事が戻らないとき)")]
    DeclareRestored(restored::Arguments),
    #[command(about = "書き出したものを確かめる。データベースも鍵もいらない")]
    Verify(Verifying),
}

/// Runs the subcommand.
pub async fn run(command: &Command, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    match command {
        Command::Export(arguments) => export::run(arguments, data).await,
        Command::Proof(arguments) => proof::run(arguments, data).await,
        Command::RotateKey(arguments) => rotation::run(arguments, data, change).await,
        Command::DeclareRestored(arguments) => restored::run(arguments, data, change).await,
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

/// The keys of a log, from the directory of checkpoints: the first, followed through every handover.
pub fn keys_of_log(source: &Source, log: Log) -> anyhow::Result<LogKeys> {
    let missing = || stop(Exit::CheckpointMissing, "検証点の場所がわかりません。DAICHO_CHECKPOINTS で指定してください。");
    let directory = source.checkpoints().ok_or_else(missing)?;
    // After a declared restoration the newest stretch knows every handover.
    let stretches = (1..).map(|n| Place::after(&directory, n)).take_while(|place| place.path().is_dir());
    let known = stretches.filter(|place| matches!(place.first_key(log.name()), Ok(Some(_)))).last();
    let place = known.unwrap_or_else(|| Place::at(directory));
    let read = place.log_keys(log.name());
    let read = read.map_err(|error| stop(Exit::Signature, format!("鍵の引き継ぎが読めないか、署名が合いません({error})。")))?;
    let file = place.path().join(format!("{}.vkey", log.name()));
    read.ok_or_else(|| {
        let why = format!("{} がまだありません。裏方の処理(daicho work)が動くと 1 分以内にできます。", file.display());
        stop(Exit::CheckpointMissing, why)
    })
}

/// A kept checkpoint, believed.
fn believed(note: &str, keys: &LogKeys) -> anyhow::Result<SignedCheckpoint> {
    keys.open(note).map_err(|error| stop(Exit::Signature, format!("データベースにある検証点の署名が合いません({error})。")))
}
