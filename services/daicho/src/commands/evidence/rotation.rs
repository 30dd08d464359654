//! `daicho evidence rotate-key`: a new key takes over from the one that signs the logs. The command lays the new key ready and notes the
//! change in the log; the worker, which alone signs, hands over under its newest checkpoint, where old and new key sign the same text.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use acts::{Inventory, Observation};
use events::Log;
use events::vocabulary::ChangeNumber;
use store::{LogKey, Role, SystemEntropy};
use web::Clock as _;

use crate::commands::visit::{pool, unreadable, visit};
use crate::exit::{Exit, stop};
use crate::noting::machine;
use crate::parts::{Parts, keys_of};

/// How long the worker is waited for.
const PATIENCE: Duration = Duration::from_secs(90);

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, help = "新しい鍵を用意するだけで、引き継ぎが終わるのを待たない")]
    no_wait: bool,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let change = change
        .ok_or_else(|| stop(Exit::Usage, "鍵の交換には変更番号が要ります。--change C-2026-0001 のように指定してください。"))?;
    visit(data, async |source, urls| {
        let directory = keys_of(source)?;
        let pool = pool(urls, Role::Auditor, 2).await?;
        if !LogKey::is_in(&directory) {
            return Err(stop(Exit::TryLater, "まだ一度も署名していません。daicho work が動いてから行ってください。"));
        }
        let signing = signing(&pool).await?;
        // A key that lies ready already, from an attempt that was broken off, is the one that takes over.
        if newest(&directory, &pool).await? == signing {
            LogKey::create_next(&directory, &SystemEntropy)
                .map_err(|error| stop(Exit::ServiceMissing, format!("新しい鍵を作れません({error})。")))?;
        }
        let next = newest(&directory, &pool).await?;
        let parts = Parts::assemble(urls, &directory).await?;
        let seen = Observation {
            part: "signing".to_owned(),
            machine: machine(),
            configuration: Some(
                Log::ALL.into_iter().zip(&next).map(|(log, key)| (log.name().to_owned(), key.clone())).collect::<Inventory>(),
            ),
            ..Observation::default()
        };
        parts.acts.under(Some(change.clone())).note(&seen, web::SystemClock.today()).await?;
        if arguments.no_wait {
            eprintln!("新しい鍵を用意しました。daicho work が次に署名するときに引き継ぎます。");
            return Ok(Exit::Good);
        }
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self::signing(&pool).await? == next {
                for key in &next {
                    println!("{key}");
                }
                eprintln!("新しい鍵に替わりました。上の行が新しい鍵(vkey)です。監査する側と立会いに渡してください。");
                return Ok(Exit::Good);
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        Err(stop(
            Exit::TryLater,
            "新しい鍵は用意しましたが、まだ引き継がれていません。daicho work が動いているか確かめてください。",
        ))
    })
    .await
}

/// The keys that sign now, a line for each log; empty lines where nothing was handed over yet.
async fn signing(pool: &sqlx::PgPool) -> anyhow::Result<Vec<String>> {
    let mut keys = Vec::new();
    for log in Log::ALL {
        let newest = store::handovers(pool, log).await.map_err(unreadable)?.pop().map(|kept| kept.handover.key.to_string());
        keys.push(newest.unwrap_or_default());
    }
    Ok(keys)
}

/// The newest keys that lie in the directory, as [`signing`] will show them; empty lines while there is only the first.
async fn newest(directory: &Path, pool: &sqlx::PgPool) -> anyhow::Result<Vec<String>> {
    let keys = LogKey::open_all(directory).map_err(|error| stop(Exit::ServiceMissing, format!("鍵を読めません({error})。")))?;
    let first = LogKey::newest(directory) == Some(1);
    let mut lines = Vec::new();
    for log in Log::ALL {
        let origin = store::log_origin(pool, log).await.map_err(unreadable)?.unwrap_or_default();
        let line = keys.last().filter(|_| !first).map(|key| key.of(&origin).map(|key| key.verifier().to_string())).transpose()?;
        lines.push(line.unwrap_or_default());
    }
    Ok(lines)
}
