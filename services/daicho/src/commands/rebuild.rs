//! `daicho rebuild`: makes a read model anew from the log, beside the one that staff go on using, and changes over at once.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use sqlx::PgPool;
use store::{Progress, Projection, RebuildError, Role};
use tokio_util::sync::CancellationToken;

use super::visit::{pool, visit};
use crate::exit::{Exit, stop};
use crate::installation::Urls;
use crate::output::{Output, reader_may_leave};

/// Progress is said this often.
const SAY_EVERY: Duration = Duration::from_millis(500);

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(
        value_name = "PROJECTION",
        required_unless_present = "all",
        help = "作り直す表(worklist、ledger、case_history、retention)"
    )]
    projection: Option<String>,
    #[arg(long, conflicts_with = "projection", help = "すべての表を作り直す")]
    all: bool,
    #[arg(long, help = "結果を 1 件 1 行の JSON で出力する")]
    json: bool,
}

/// What one rebuild came to.
#[derive(Serialize)]
struct Outcome {
    projection: &'static str,
    version: i32,
    events: i64,
    position: i64,
    seconds: f64,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let chosen = chosen(arguments)?;
    let stopping = super::signals::stopping()?;
    let outcome = visit(data, async |_, urls| rebuild_all(arguments, &chosen, urls, &stopping).await).await;
    reader_may_leave(outcome)
}

fn chosen(arguments: &Arguments) -> anyhow::Result<Vec<Arc<dyn Projection>>> {
    let Some(name) = &arguments.projection else { return Ok(projections::all()) };
    projections::by_name(name).map(|found| vec![found]).ok_or_else(|| {
        let names: Vec<_> = projections::all().iter().map(|projection| projection.name()).collect();
        stop(Exit::Usage, format!("「{name}」という表はありません。次のどれかを指定してください: {}", names.join(" ")))
    })
}

async fn rebuild_all(
    arguments: &Arguments,
    chosen: &[Arc<dyn Projection>],
    urls: &Urls,
    stopping: &CancellationToken,
) -> anyhow::Result<Exit> {
    let pool = pool(urls, Role::Projector, 4).await?;
    let mut output = Output::standard();
    for projection in chosen {
        match rebuild_one(&pool, projection.as_ref(), stopping).await {
            Ok(outcome) if arguments.json => output.json(&outcome)?,
            Ok(outcome) => output.line(&format!(
                "{}: {} 件の出来事から作り直しました({:.1} 秒、{} 番まで)。",
                outcome.projection, outcome.events, outcome.seconds, outcome.position
            ))?,
            Err(error) => {
                pool.close().await;
                return Err(refused(projection.name(), &error));
            }
        }
        output.flush()?;
    }
    pool.close().await;
    Ok(Exit::Good)
}

async fn rebuild_one(pool: &PgPool, projection: &dyn Projection, stopping: &CancellationToken) -> Result<Outcome, RebuildError> {
    let began = Instant::now();
    let mut said = began;
    let watched = std::io::stderr().is_terminal();
    let say = |progress: Progress| {
        if watched && said.elapsed() >= SAY_EVERY {
            said = Instant::now();
            eprint!("\r{}: {} / {}", projection.name(), progress.position, progress.head);
        }
    };
    let rebuilt = store::rebuild(pool, projection, crate::ids::new_id(), say, stopping).await;
    if watched {
        eprintln!();
    }
    let rebuilt = rebuilt?;
    Ok(Outcome {
        projection: projection.name(),
        version: projection.version(),
        events: rebuilt.events,
        position: rebuilt.position,
        seconds: began.elapsed().as_secs_f64(),
    })
}

/// Why a read model was not built, and what to do. The live one is as it was in every case.
pub fn refused(name: &str, error: &RebuildError) -> anyhow::Error {
    let (exit, what) = match error {
        RebuildError::Cancelled => (Exit::TryLater, "途中で止めました。".to_owned()),
        RebuildError::AlreadyRunning => {
            (Exit::TryLater, "ほかで作り直しているところです。終わってからやり直してください。".to_owned())
        }
        RebuildError::Busy => (Exit::TryLater, "使われ続けていて入れ替えられません。少し待ってやり直してください。".to_owned()),
        RebuildError::Hole(position) => {
            (Exit::Chain, format!("記録の {position} 番の次が抜けています。daicho verify で確かめてください。"))
        }
        RebuildError::Event(event) => (Exit::OurFault, format!("読み取れない出来事があります({event})。")),
        RebuildError::Database(_) => (Exit::ServiceMissing, format!("データベースが応えません({error})。")),
    };
    stop(exit, format!("{name}: {what}これまでの表はそのままです。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_that_nothing_was_lost() {
        for (error, exit) in [
            (RebuildError::Cancelled, Exit::TryLater),
            (RebuildError::AlreadyRunning, Exit::TryLater),
            (RebuildError::Hole(7), Exit::Chain),
        ] {
            let said = refused("ledger", &error);
            assert_eq!(Exit::of(&said), exit);
            assert!(said.to_string().contains("これまでの表はそのままです"));
        }
    }
}
