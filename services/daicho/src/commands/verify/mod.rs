//! `daicho verify`: proves that the log is whole and that everything derived from it is what it says.
//!
//! Each finding has its exit code; the lowest found wins, for a broken chain makes every later statement worthless.

mod decisions;
mod histories;
mod report;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use events::Log;
use sqlx::PgPool;
use store::Role;

use self::decisions::Decisions;
use self::report::{LogFinding, ProjectionFinding, Report};
use super::rebuild;
use super::visit::{pool, unreadable, visit};
use crate::exit::Exit;
use crate::installation::{Source, Urls};
use crate::output::{Output, reader_may_leave};
use crate::parts::Parts;

/// Progress is said this often.
const SAY_EVERY: Duration = Duration::from_millis(500);

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let outcome = visit(data, async |source, urls| {
        let report = examine(source, urls).await?;
        let mut output = Output::standard();
        if arguments.json {
            output.json(&report)?;
        } else {
            for line in report.in_words() {
                output.line(&line)?;
            }
        }
        output.flush()?;
        Ok(report.exit())
    })
    .await;
    reader_may_leave(outcome)
}

async fn examine(source: &Source, urls: &Urls) -> anyhow::Result<Report> {
    let auditor = pool(urls, Role::Auditor, 2).await?;
    let mut logs = Vec::new();
    for log in Log::ALL {
        logs.push(examine_log(&auditor, log).await?);
    }
    let histories = histories::examine(&auditor).await?;
    auditor.close().await;

    let decisions = if let Some(keys) = source.keys() {
        let parts = Parts::assemble(urls, &keys).await?;
        let all = histories.approved.len();
        let mut said = Instant::now();
        decisions::examine(&parts.acts, &histories.approved, |done| {
            if said.elapsed() >= SAY_EVERY {
                said = Instant::now();
                say(&format!("判定: {done} / {all}"));
            }
        })
        .await?
    } else {
        Decisions::default()
    };

    let projector = pool(urls, Role::Projector, 4).await?;
    let mut projections = Vec::new();
    for projection in projections::all() {
        say(&format!("{} を記録と比べています", projection.name()));
        let differences = store::differs(&projector, projection.as_ref(), crate::ids::new_id())
            .await
            .map_err(|error| rebuild::refused(projection.name(), &error))?;
        projections.push(ProjectionFinding::of(projection.name(), differences));
    }
    projector.close().await;
    Ok(Report::new(logs, histories, decisions, projections))
}

async fn examine_log(pool: &PgPool, log: Log) -> anyhow::Result<LogFinding> {
    let name = log.name();
    let head = store::head(pool, log).await.map_err(unreadable)?.position;
    let mut said = Instant::now();
    let report = store::verify_log(pool, log, |position| {
        if said.elapsed() >= SAY_EVERY {
            said = Instant::now();
            say(&format!("{name}: {position} / {head}"));
        }
    })
    .await
    .map_err(unreadable)?;
    Ok(LogFinding::of(log, &report))
}

/// Progress is for someone who watches; a script gets none.
fn say(text: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("{text}");
    }
}
