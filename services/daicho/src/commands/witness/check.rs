//! `daicho witness check`: everything in an export is computed again, and compared with what was signed before; then it is signed.

use std::path::PathBuf;

use ::evidence::SignedCheckpoint;
use verification::Exports;

use super::Memory;
use crate::commands::evidence::read;
use crate::commands::verify::exports;
use crate::exit::{Exit, stop};
use crate::output::{Output, reader_may_leave};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "DIR", help = "立会いの場所")]
    directory: PathBuf,
    #[arg(value_name = "EXPORT", help = "書き出された記録(daicho evidence export の結果)")]
    export: PathBuf,
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let memory = Memory::open(&arguments.directory)?;
    let file = arguments.export.join(::evidence::CHECKPOINT);
    if !file.exists() {
        return Err(stop(Exit::CheckpointMissing, format!("{} がありません。", file.display())));
    }
    let shown = SignedCheckpoint::parse(&read(&file)?)
        .map_err(|error| stop(Exit::Signature, format!("{} は検証点ではありません({error})。", file.display())))?;
    let unknown = || stop(Exit::Usage, format!("{} という記録の鍵を覚えていません。", shown.checkpoint.origin));
    let log = memory.log(&shown.checkpoint.origin).ok_or_else(unknown)?;
    let known = memory.newest(log)?.map(|known| known.checkpoint);
    let exports =
        Exports { directories: vec![arguments.export.clone()], keys: log.all().cloned().collect(), since: known, ..exports() };
    let report = exports.run(&mut |_| ()).map_err(|error| stop(Exit::Usage, error.to_string()))?;
    let mut lines = if arguments.json { vec![serde_json::to_string(&report)?] } else { report.in_words() };
    if report.whole {
        let line = memory.sign(log, shown, super::serve::seconds())?;
        lines.push(if arguments.json { serde_json::to_string(&serde_json::json!({ "cosignature": line }))? } else { line });
    } else if !arguments.json {
        let forked = report.faults.iter().any(|fault| fault.detail == "forked");
        lines.push(
            if forked {
                "連署しません。前に連署した記録が書き換えられています。"
            } else {
                "連署しません。"
            }
            .to_owned(),
        );
    }
    let mut output = Output::standard();
    let written = lines.iter().try_for_each(|line| output.line(line)).and_then(|()| output.flush());
    reader_may_leave(written.map(|()| Exit::of_code(report.exit)))
}
