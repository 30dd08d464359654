//! `daicho parked`: events that read models cannot apply. Lists them, tries them again, says what happens at the next one, and lets two
//! operators decide to do without one.

mod deciding;

use std::path::PathBuf;
use std::sync::Arc;

use casework::operation::SkipStep;
use events::operation::{Outcome, Task};
use events::vocabulary::ChangeNumber;
use store::{Left, LeftOutEvent, OnPoison, Projection, Role};

use super::on_record::{OnRecord, acts_of};
use super::rebuild::{named, refused};
use super::visit::{pool, unreadable, visit};
use crate::exit::Exit;
use crate::installation::{Source, Urls};
use crate::output::{Output, reader_may_leave};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    #[arg(long, global = true, help = "結果を 1 件 1 行の JSON で出力する")]
    json: bool,
}

#[derive(clap::Subcommand)]
enum What {
    #[command(about = "脇に置いた出来事、飛ばした出来事を一覧にする")]
    List,
    #[command(about = "脇に置いた出来事を試し直す")]
    Retry {
        #[arg(value_name = "PROJECTION", help = "表(worklist、ledger、case_history など)")]
        projection: String,
    },
    #[command(about = "読めない出来事に出会ったとき、止まる(stop)か脇に置いて進む(park)かを決める")]
    Policy {
        #[arg(value_name = "PROJECTION", help = "表(worklist、ledger、case_history など)")]
        projection: String,
        #[arg(value_name = "stop|park", help = "stop: 止まる(はじめの設定)、park: 脇に置いて進む", value_parser = ["stop", "park"])]
        on_poison: String,
    },
    #[command(about = "脇に置いた出来事を飛ばすよう提案する")]
    ProposeSkip(deciding::Decision),
    #[command(about = "飛ばす提案を取り下げる(提案した人)")]
    WithdrawSkip(deciding::Decision),
    #[command(about = "飛ばすことを承認する(提案した人とは別の運用の担当者)")]
    ApproveSkip(deciding::Decision),
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let outcome = visit(data, async |source, urls| {
        let mut output = Output::standard();
        let json = arguments.json;
        let done = match &arguments.what {
            What::List => list(urls, json, &mut output).await,
            What::Retry { projection } => retry(source, urls, change, named(projection)?, json, &mut output).await,
            What::Policy { projection, on_poison } => {
                policy(source, urls, change, named(projection)?, on_poison, &mut output).await
            }
            What::ProposeSkip(decision) => decision.make(source, urls, change, SkipStep::Propose, &mut output).await,
            What::WithdrawSkip(decision) => decision.make(source, urls, change, SkipStep::Withdraw, &mut output).await,
            What::ApproveSkip(decision) => decision.make(source, urls, change, SkipStep::Approve, &mut output).await,
        };
        output.flush()?;
        done
    })
    .await;
    reader_may_leave(outcome)
}

async fn list(urls: &Urls, json: bool, output: &mut Output) -> anyhow::Result<Exit> {
    let operator = pool(urls, Role::Operator, 1).await?;
    let all = store::left_out(&operator).await.map_err(unreadable)?;
    operator.close().await;
    for event in &all {
        if json { output.json(event)? } else { output.line(&in_words(event))? }
    }
    if all.is_empty() && !json {
        output.line("読めない出来事はありません。")?;
    }
    Ok(Exit::Good)
}

fn in_words(event: &LeftOutEvent) -> String {
    let state = match event.state {
        Left::Parked => "脇に置いた",
        Left::Skipped => "飛ばした",
        Left::Released | Left::Waiting => "適用した",
    };
    let error = event.error.as_deref().unwrap_or_default();
    let since = event.since.strftime("%Y-%m-%dT%H:%M:%SZ");
    format!("{}: {} 番 {} {state}({since} から) {error}", event.read_model, event.position, event.event_type)
}

async fn retry(
    source: &Source,
    urls: &Urls,
    change: Option<ChangeNumber>,
    projection: Arc<dyn Projection>,
    json: bool,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let name = projection.name();
    let mut record = OnRecord::begin(acts_of(source, urls, change).await?, None, Task::Retry, [name]).await?;
    let done = async {
        let projector = pool(urls, Role::Projector, 1).await?;
        let tried = store::retry(&projector, projection.as_ref()).await.map_err(|error| refused(name, &error))?;
        projector.close().await;
        let (applied, followed, parked) = (tried.applied.len(), tried.followed, tried.parked.len());
        let outcome = if parked == 0 { Outcome::Done } else { Outcome::Refused };
        record.end(name, outcome, format!("{} applied, {parked} still parked", applied + followed)).await?;
        if json {
            output.json(&tried)?;
        } else {
            output.line(&format!(
                "{name}: 脇に置いていた {applied} 件と、待っていた {followed} 件を適用しました。読めないままのものは {parked} 件です。"
            ))?;
        }
        Ok(if parked == 0 { Exit::Good } else { Exit::TryLater })
    }
    .await;
    record.close(done).await
}

async fn policy(
    source: &Source,
    urls: &Urls,
    change: Option<ChangeNumber>,
    projection: Arc<dyn Projection>,
    on_poison: &str,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let (name, park) = (projection.name(), on_poison == "park");
    let task = if park { Task::Park } else { Task::StopAtPoison };
    let mut record = OnRecord::begin(acts_of(source, urls, change).await?, None, task, [name]).await?;
    let done = async {
        let operator = pool(urls, Role::Operator, 1).await?;
        let policy = if park { OnPoison::Park } else { OnPoison::Stop };
        let known = store::set_on_poison(&operator, name, policy).await.map_err(unreadable)?;
        operator.close().await;
        let outcome = if known { Outcome::Done } else { Outcome::Refused };
        record.end(name, outcome, String::new()).await?;
        output.line(&match (known, park) {
            (false, _) => format!("{name}: まだ一度も作られていません。daicho work を動かしてからやり直してください。"),
            (true, true) => format!("{name}: 読めない出来事は脇に置いて進みます。止まっていたときは、いま進み始めます。"),
            (true, false) => format!("{name}: 読めない出来事で止まります。"),
        })?;
        Ok(if known { Exit::Good } else { Exit::TryLater })
    }
    .await;
    record.close(done).await
}
