//! `daicho evidence proof`: that some events are in the log, without showing others; that a log was only added to between two audits.

use std::fs;
use std::path::{Path, PathBuf};

use ::evidence::{ConsistencyProof, LogKeys, consistency_spans, tiles_of};
use anyhow::Context as _;
use events::Log;
use sqlx::PgPool;
use store::{Inclusion, KeptCheckpoint, Role};

use super::instructions;
use crate::commands::replay::selection::{LogName, positions_of};
use crate::commands::visit::{pool, unreadable, visit};
use crate::exit::{Exit, stop};

/// What the command line says.
#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["event", "case", "from"])))]
pub struct Arguments {
    #[arg(value_name = "OUT", help = "書き出す先(新しい場所)")]
    out: PathBuf,
    #[arg(long, value_name = "POSITION", help = "この番号の出来事", value_parser = clap::value_parser!(i64).range(1..))]
    event: Option<i64>,
    #[arg(long, value_name = "ID", help = "この申請(受付番号か UUID)のすべての出来事")]
    case: Option<String>,
    #[arg(long, value_name = "SIZE", help = "前の検証点の件数")]
    from: Option<u64>,
    #[arg(long, value_name = "SIZE", requires = "from", help = "新しい検証点の件数(なければ最新)")]
    to: Option<u64>,
    #[arg(long, value_enum, default_value_t = LogName::Casework, help = "casework(業務、はじめの値)または access(閲覧の記録)")]
    log: LogName,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let log = Log::from(arguments.log);
    visit(data, async |source, urls| {
        let keys = super::keys_of_log(source, log)?;
        let pool = pool(urls, Role::Auditor, 2).await?;
        let newest = store::newest_checkpoint(&pool, log).await.map_err(unreadable)?;
        let newest = newest.ok_or_else(|| stop(Exit::CheckpointMissing, "検証点がまだありません。"))?;
        fs::create_dir_all(&arguments.out).with_context(|| format!("{} を作れません", arguments.out.display()))?;
        if let Some(from) = arguments.from {
            between(&pool, log, &keys, from, arguments.to.unwrap_or(newest.size), &arguments.out).await?;
        } else {
            let positions = match (&arguments.case, arguments.event) {
                (Some(case), _) => positions_of(case, &pool).await?,
                (None, event) => event.into_iter().collect(),
            };
            of_events(&pool, log, &newest, &positions, &arguments.out).await?;
            super::believed(&newest.note, &keys)?;
            eprintln!("{} に {} 件の出来事の証明を書き出しました。", arguments.out.display(), positions.len());
        }
        let key = keys.newest().map(|key| format!("{key}\n")).unwrap_or_default();
        write(&arguments.out, "key.vkey", key.as_bytes())?;
        Ok(Exit::Good)
    })
    .await
}

async fn of_events(pool: &PgPool, log: Log, newest: &KeptCheckpoint, positions: &[i64], out: &Path) -> anyhow::Result<()> {
    if let Some(position) = positions.iter().find(|position| position.unsigned_abs() > newest.size) {
        return Err(stop(
            Exit::TryLater,
            format!("{position} 番はまだ検証点に入っていません。1 分ほど待ってやり直してください。"),
        ));
    }
    let found = store::inclusions(pool, log, positions, newest).await.map_err(unreadable)?;
    if let Some(position) = positions.iter().find(|position| !found.iter().any(|one| one.position == **position)) {
        return Err(stop(Exit::Chain, format!("{position} 番の出来事か、その証明に要る木の節がありません。")));
    }
    for Inclusion { position, proof, line } in found {
        write(out, &format!("{position}.tlog-proof"), proof.to_string().as_bytes())?;
        write(out, &format!("{position}.json"), &[line.to_json().as_slice(), b"\n"].concat())?;
    }
    instructions::write(out, instructions::INCLUSION)
}

async fn between(pool: &PgPool, log: Log, keys: &LogKeys, from: u64, to: u64, out: &Path) -> anyhow::Result<()> {
    if from > to {
        return Err(stop(Exit::Usage, "--from は --to より小さい件数にしてください。"));
    }
    let (old, new) = (exactly(pool, log, from).await?, exactly(pool, log, to).await?);
    super::believed(&old.note, keys)?;
    super::believed(&new.note, keys)?;
    let tiles = store::tiles(pool, log, &tiles_of(&consistency_spans(from, to)), to).await.map_err(unreadable)?;
    let hashes = tiles.consistency(from, to).context("木の節が足りません")?;
    let proof = ConsistencyProof { old: from, hashes, checkpoint: new.note };
    write(out, "from.checkpoint", old.note.as_bytes())?;
    write(out, "to.tlog-consistency", proof.to_string().as_bytes())?;
    eprintln!("{} に {from} 件から {to} 件までの証明を書き出しました。", out.display());
    instructions::write(out, instructions::CONSISTENCY)
}

/// The checkpoint of exactly this size; only those that were signed can be proven.
async fn exactly(pool: &PgPool, log: Log, size: u64) -> anyhow::Result<KeptCheckpoint> {
    let found = store::checkpoints(pool, log, size.saturating_sub(1), 1).await.map_err(unreadable)?.into_iter().next();
    match found {
        Some(found) if found.size == size => Ok(found),
        Some(next) => {
            Err(stop(Exit::InputRefused, format!("{size} 件の検証点はありません。次に近いものは {} 件です。", next.size)))
        }
        None => Err(stop(Exit::InputRefused, format!("{size} 件の検証点はありません。"))),
    }
}

fn write(directory: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let file = directory.join(name);
    fs::write(&file, bytes).with_context(|| format!("{} に書けません", file.display()))
}
