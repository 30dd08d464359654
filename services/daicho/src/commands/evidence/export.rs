//! `daicho evidence export`: one log as files, from signed checkpoint to signed checkpoint, so that a broken-off export goes on.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use ::evidence::{ExportError, ExportWriter, Exported, LogKeys, Signature, SignedCheckpoint};
use events::Log;
use sqlx::PgPool;
use store::{KeptCheckpoint, Role};

use super::instructions;
use crate::commands::replay::selection::LogName;
use crate::commands::visit::{pool, unreadable, visit};
use crate::exit::{Exit, stop};
use crate::installation::{Source, Urls};

/// Events read at once.
const PAGE: u64 = 2_000;
/// Events from one checkpoint of the export to the next, about.
const STEP: u64 = 65_536;

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "OUT", help = "書き出す先(新しい場所か、前に書き出した場所)")]
    out: PathBuf,
    #[arg(long, value_enum, default_value_t = LogName::Casework, help = "casework(業務、はじめの値)または access(閲覧の記録)")]
    log: LogName,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let log = Log::from(arguments.log);
    visit(data, async |source, urls| {
        let (writer, from) = write(&arguments.out, log, source, urls).await?;
        eprintln!("{} に {} 番まで書き出しました({} 番から)。", arguments.out.display(), writer.size(), from + 1);
        Ok(Exit::Good)
    })
    .await
}

/// Writes everything up to the newest checkpoint, after what was written before; also returns where that ended.
pub async fn write(out: &Path, log: Log, source: &Source, urls: &Urls) -> anyhow::Result<(ExportWriter, u64)> {
    let keys = super::keys_of_log(source, log)?;
    let pool = pool(urls, Role::Auditor, 2).await?;
    let mut writer = ExportWriter::open(out, &keys).map_err(stopped)?;
    let from = writer.size();
    loop {
        let Some(next) = next_checkpoint(&pool, log, writer.size()).await? else { break };
        let signed = cosigned(&pool, log, &next, &keys).await?;
        add(&pool, log, &mut writer, next.size).await?;
        writer.finish(&signed).map_err(stopped)?;
    }
    for kept in store::handovers(&pool, log).await.map_err(unreadable)? {
        if kept.handover.signed.checkpoint.size <= writer.size() {
            writer.hand_over(&kept.handover).map_err(stopped)?;
        }
    }
    instructions::write(out, instructions::EXPORT)?;
    Ok((writer, from))
}

/// The last checkpoint within a step, or else the first after it; none where nothing is left.
async fn next_checkpoint(pool: &PgPool, log: Log, size: u64) -> anyhow::Result<Option<KeptCheckpoint>> {
    let newest = store::newest_checkpoint(pool, log).await.map_err(unreadable)?;
    let newest = newest.ok_or_else(|| stop(Exit::CheckpointMissing, "検証点がまだありません。"))?;
    if newest.size <= size {
        return Ok(None);
    }
    if newest.size <= size + STEP {
        return Ok(Some(newest));
    }
    let after = store::checkpoints(pool, log, size + STEP, 1).await.map_err(unreadable)?;
    Ok(after.into_iter().next())
}

/// The checkpoint with what witnesses signed under it.
async fn cosigned(pool: &PgPool, log: Log, kept: &KeptCheckpoint, keys: &LogKeys) -> anyhow::Result<SignedCheckpoint> {
    let mut signed = super::believed(&kept.note, keys)?;
    for line in store::cosignatures(pool, log, kept.size).await.map_err(unreadable)? {
        signed.note.signatures.extend(Signature::parse(&line).ok());
    }
    Ok(signed)
}

async fn add(pool: &PgPool, log: Log, writer: &mut ExportWriter, until: u64) -> anyhow::Result<()> {
    while writer.size() < until {
        let (after, limit) = (writer.size(), PAGE.min(until - writer.size()));
        let position = i64::try_from(after)?;
        let events = store::page(pool, log, position, i64::try_from(limit)?).await.map_err(unreadable)?;
        let hashes = store::stored_hashes(pool, log, after, limit).await.map_err(unreadable)?;
        if u64::try_from(events.len()) != Ok(limit) || events.len() != hashes.len() {
            return Err(stop(Exit::Chain, format!("{after} 番より後の出来事が抜けています。書き出しは途中で止めました。")));
        }
        for (event, (leaf, chain)) in events.into_iter().zip(hashes) {
            let entry = store::hash::entry(&event);
            let exported = Exported { entry, leaf, chain, payload: event.payload, metadata: event.metadata };
            writer.push(exported).map_err(stopped)?;
        }
        if std::io::stderr().is_terminal() {
            eprint!("\r{} / {until}", writer.size());
        }
    }
    Ok(())
}

pub fn stopped(error: ExportError) -> anyhow::Error {
    let kept = "前の検証点までの分はそのまま使えます。";
    match error {
        ExportError::Io(path, error) => stop(Exit::ServiceMissing, format!("{} に書けません({error})。{kept}", path.display())),
        ExportError::Other(error) => {
            stop(Exit::Usage, format!("書き出す先に別のものがあります({error})。新しい場所を指定してください。"))
        }
        ExportError::Altered => stop(
            Exit::Root,
            "前に書き出したものが書き換えられています。daicho evidence verify で確かめ、新しい場所に書き出してください。",
        ),
        ExportError::Content(position) => {
            stop(Exit::Chain, format!("{position} 番の内容が、記録したときのものと違います。書き出しは途中で止めました。{kept}"))
        }
        ExportError::Chain(position) => {
            stop(Exit::Chain, format!("{position} 番が前の出来事につながりません。書き出しは途中で止めました。{kept}"))
        }
        ExportError::TooLong(position) => stop(Exit::OurFault, format!("{position} 番は長すぎて書き出せません。")),
        ExportError::Root(size) => {
            stop(Exit::Root, format!("{size} 番までの記録が、署名した検証点と違います。書き出しは途中で止めました。{kept}"))
        }
    }
}
