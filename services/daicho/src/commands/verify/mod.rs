//! `daicho verify`: proves that the log is whole and that everything derived from it is what it says. Crate `verification` looks; here is
//! the command line, progress, and what becomes of Ctrl-C.
//!
//! With `--export` the same is done over exported files, without a database.
//!
//! Each finding has its exit code; the lowest found wins, for a broken chain makes every later statement worthless.

mod offline;
mod telling;

use std::path::{Path, PathBuf};

use store::{Role, VerificationState};
use verification::{Outcome, Plan, Report, State, StateError, Verifier, VerifyError};
use web::Clock as _;

use self::offline::Offline;
pub use self::offline::{Verifying, exports, run as run_offline};
use self::telling::{Style, teller};
use super::rebuild;
use super::visit::{pool, unreadable, visit};
use crate::bench::machine::peak_memory;
use crate::exit::{Exit, stop};
use crate::installation::{Source, Urls, evidence_of};
use crate::output::{Output, reader_may_leave};
use crate::parts::Parts;

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
    #[arg(long, value_enum, help = "進みぐあいを標準エラーに出す形(text、json、none。はじめは画面なら text)")]
    progress: Option<Style>,
    #[arg(long, value_name = "FILE", conflicts_with = "export", help = "途中で止めたとき、ここに書いたところから続ける")]
    resume: Option<PathBuf>,
    #[arg(
        long,
        value_name = "POSITION",
        conflicts_with = "export",
        help = "業務の記録のこの番号までは、検証済みとして計算し直さない"
    )]
    from: Option<i64>,
    #[arg(long, value_name = "FILE", help = "検証証明書(PDF)を書き出す")]
    certificate: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help = "データベースではなく、書き出したものを確かめる。何度でも指定できる")]
    export: Vec<PathBuf>,
    #[command(flatten)]
    offline: Offline,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let certificate = arguments.certificate.as_deref();
    if !arguments.export.is_empty() {
        let report = arguments.offline.verify(&arguments.export, arguments.progress)?;
        return reader_may_leave(tell(&report, arguments.json, certificate));
    }
    let outcome = visit(data, async |source, urls| {
        let Some(report) = examine(arguments, source, urls).await? else {
            return Ok(Exit::TryLater);
        };
        tell(&report, arguments.json, certificate)
    })
    .await;
    reader_may_leave(outcome)
}

/// What was found, and the most memory it took to find it: histories are kept as they stand, never the events of them.
#[derive(serde::Serialize)]
struct Measured<'a> {
    #[serde(flatten)]
    report: &'a Report,
    peak_memory_bytes: Option<u64>,
}

/// Says what was found, and certifies it where that is asked for.
pub fn tell(report: &Report, json: bool, certificate: Option<&Path>) -> anyhow::Result<Exit> {
    if let Some(path) = certificate {
        certify(report, path)?;
    }
    let mut output = Output::standard();
    if json {
        output.json(&Measured { report, peak_memory_bytes: peak_memory() })?;
    } else {
        for line in report.in_words() {
            output.line(&line)?;
        }
    }
    output.flush()?;
    Ok(Exit::of_code(report.exit))
}

async fn examine(arguments: &Arguments, source: &Source, urls: &Urls) -> anyhow::Result<Option<Report>> {
    let unusable =
        |error: StateError| stop(Exit::Usage, format!("--resume のファイルを使えません({error})。消すと初めから検証します。"));
    let resumed = arguments.resume.as_deref().map_or_else(|| Ok(State::default()), State::read).map_err(unusable)?;
    let acts = match source.keys() {
        Some(keys) => Some(Parts::assemble(urls, &keys).await?.acts),
        None => None,
    };
    let verifier = verifier(urls, source, acts).await?;
    let stopping = super::signals::stopping()?;
    let mut tell = teller(arguments.progress);
    let plan = Plan { resumed, from: arguments.from };
    let outcome = verifier.run(plan, &mut *tell, &stopping).await.map_err(failed)?;
    match outcome {
        Outcome::Finished(report) => {
            if let Some(path) = &arguments.resume {
                let _ = std::fs::remove_file(path);
            }
            keep(&verifier, &report).await;
            Ok(Some(*report))
        }
        Outcome::Stopped(state) => {
            match &arguments.resume {
                Some(path) => {
                    state.write(path).map_err(unusable)?;
                    eprintln!("途中で止めました。同じ指定でもう一度動かすと、続きから検証します。");
                }
                None => eprintln!("途中で止めました。結果は出していません。--resume FILE を付けると、次は続きから検証できます。"),
            }
            Ok(None)
        }
    }
}

/// A verifier for this installation.
pub async fn verifier(urls: &Urls, source: &Source, acts: Option<acts::Acts>) -> anyhow::Result<Verifier> {
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let connections = u32::try_from(workers).unwrap_or(2).saturating_add(2);
    Ok(Verifier {
        auditor: pool(urls, Role::Auditor, connections).await?,
        keeper: pool(urls, Role::Operator, 2).await?,
        projector: Some(pool(urls, Role::Projector, 4).await?),
        acts,
        places: evidence_of(source, PathBuf::new())?.places,
        workers,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        now: || web::SystemClock.now(),
        ids: crate::ids::new_id,
    })
}

/// Enters the result for the screens. A copy that cannot be written to is verified all the same.
async fn keep(verifier: &Verifier, report: &Report) {
    let Ok(text) = report.to_keep() else { return };
    let found = Some((report.exit, text.as_str()));
    if let Err(error) = store::end_verification(&verifier.keeper, crate::ids::new_id(), VerificationState::Finished, found).await
    {
        tracing::warn!(%error, "the verification was not entered");
    }
}

fn failed(error: VerifyError) -> anyhow::Error {
    match error {
        VerifyError::Read(error) => unreadable(error),
        VerifyError::Projection(name, error) => rebuild::refused(&name, &error),
        VerifyError::State(error) => {
            stop(Exit::Usage, format!("--resume のファイルを使えません({error})。消すと初めから検証します。"))
        }
        VerifyError::Act(error) => stop(Exit::OurFault, format!("判定の記録を読めません({error})。")),
    }
}

fn certify(report: &Report, path: &Path) -> anyhow::Result<()> {
    let fonts = documents::Fonts::shared().map_err(|error| stop(Exit::ServiceMissing, format!("字体がありません({error})。")))?;
    let pdf = report.certificate(&documents::Printer::new(fonts))?;
    std::fs::write(path, pdf).map_err(|error| stop(Exit::ServiceMissing, format!("{} に書けません({error})。", path.display())))
}
