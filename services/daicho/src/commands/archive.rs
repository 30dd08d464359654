//! `daicho archive`: closed stretches of a log as compressed files with their root, for a medium that lasts longer than a database.
//!
//! An archive is an export whose closed stretches are compressed: one format, one verifier. The database keeps every row, for that is what
//! makes it append-only; an archive is the copy from which any lost row could be put back, byte for byte, because its hash is signed. So
//! nothing has to be trusted that was taken out of the database, and nothing is slower to read.

use std::path::PathBuf;

use events::Log;
use verification::Exports;

use super::evidence::export::{stopped, write};
use super::evidence::keys_of_log;
use super::replay::selection::LogName;
use super::verify::{exports, tell};
use super::visit::visit;
use crate::exit::{Exit, stop};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "OUT", help = "書庫の場所(新しい場所か、前に作った書庫)")]
    out: PathBuf,
    #[arg(long, value_enum, default_value_t = LogName::Casework, help = "casework(業務、はじめの値)または access(閲覧の記録)")]
    log: LogName,
    #[arg(long, help = "確かめた結果を JSON で出力する")]
    json: bool,
}

/// Runs the subcommand: writes, closes, and verifies everything that lies there.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let log = Log::from(arguments.log);
    visit(data, async |source, urls| {
        let (writer, from) = write(&arguments.out, log, source, urls).await?;
        let closed = tokio::task::block_in_place(|| writer.close_segments()).map_err(stopped)?;
        let size = writer.size();
        eprintln!(
            "{} に {} 番から {size} 番までを足し、{closed} 個の区切りを圧縮しました。確かめます。",
            arguments.out.display(),
            from + 1
        );
        let keys = keys_of_log(source, log)?.all().cloned().collect();
        let exports = Exports { directories: vec![arguments.out.clone()], keys, ..exports() };
        let report = tokio::task::block_in_place(|| exports.run(&mut |_| ()));
        tell(&report.map_err(|error| stop(Exit::Usage, error.to_string()))?, arguments.json, None)
    })
    .await
}
