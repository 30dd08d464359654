//! `daicho rebuild`: makes read models anew from the log, beside those that staff go on using, compares, and changes over at once; steers
//! one that is at work; and takes an exchange back.

mod steering;
mod swapping;
mod telling;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use events::operation::{Outcome, Task};
use events::vocabulary::{ChangeNumber, FreeText};
use sqlx::PgPool;
use store::{Projection, Role, Wanted};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use self::swapping::Decision;
use super::on_record::{OnRecord, acts_of};
use super::sign_in::sign_in;
use super::visit::{pool, unreadable, visit};
use crate::exit::{Exit, stop};
use crate::installation::Urls;
use crate::output::{Output, reader_may_leave};

pub use telling::refused;

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "PROJECTION", required_unless_present = "all", help = "作り直す表(worklist、ledger、case_history など)")]
    projection: Option<String>,
    #[arg(long, conflicts_with = "projection", help = "すべての表を、記録を一度だけ読んで作り直す")]
    all: bool,
    #[arg(long, help = "結果を 1 件 1 行の JSON で出力する")]
    json: bool,
    #[command(flatten)]
    what: What,
    #[arg(long, value_name = "NAME", help = "運用の担当者のサインイン名。パスワードは標準入力の 1 行目から読む")]
    login: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "swap", help = "入れ替える理由(個人の情報は書かない)", value_parser = FreeText::parse)]
    why: Option<FreeText>,
    #[arg(long, value_name = "N", default_value_t = 7, help = "入れ替える前の表を残す日数(はじめは 7)", value_parser = clap::value_parser!(u16).range(0..=366))]
    keep_days: u16,
}

/// Something other than building anew.
#[derive(clap::Args)]
#[group(multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct What {
    #[arg(long, help = "作り直さず、件数・時間・容量の見込みを示す")]
    plan: bool,
    #[arg(long, requires = "projection", help = "進行中の作り直しを一時停止する")]
    pause: bool,
    #[arg(long, requires = "projection", help = "一時停止した作り直しを続ける")]
    resume: bool,
    #[arg(long, requires = "projection", help = "進行中または確認待ちの作り直しをやめる")]
    stop: bool,
    #[arg(
        long,
        requires = "projection",
        help = "今の表と違うため確認を待っている作り直しを入れ替える(作り直した人とは別の人。--login と --why が要る)"
    )]
    swap: bool,
    #[arg(long, requires = "projection", help = "入れ替える前の表に戻す(もう一度で進む)")]
    rollback: bool,
    #[arg(long, value_name = "ID", help = "一人の受給者の行だけを作り直す")]
    person: Option<Uuid>,
    #[arg(long, value_name = "ID", help = "一つのストリーム(申請など)の行だけを作り直す")]
    stream: Option<Uuid>,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let chosen = chosen(arguments)?;
    let stopping = super::signals::stopping()?;
    let outcome = visit(data, async |source, urls| {
        let mut output = Output::standard();
        let projector = pool(urls, Role::Projector, 4).await?;
        let done = match arguments.what.task() {
            None => plan(&chosen, &projector, arguments.json, &mut output).await,
            Some(task) => {
                let acts = acts_of(source, urls, change.clone()).await?;
                if let (Task::Exchange, Some(acts), [projection]) = (task, &acts, chosen.as_slice()) {
                    let decision = Decision { login: arguments.login.as_deref(), why: arguments.why.clone(), change };
                    let wanted = wanted(arguments);
                    swapping::swap(projection.as_ref(), decision, acts, urls, &projector, wanted, &stopping, &mut output).await
                } else {
                    let who = match (&arguments.login, &acts) {
                        (Some(login), Some(acts)) => Some(sign_in(urls, acts, login).await?),
                        _ => None,
                    };
                    let next = telling::Next::of(acts.is_some(), who.is_some());
                    let names = chosen.iter().map(|projection| projection.name());
                    let mut record = OnRecord::begin(acts, who, task, names).await?;
                    let done = act(arguments, &chosen, urls, &projector, &stopping, next, &mut record, &mut output).await;
                    record.close(done).await
                }
            }
        };
        projector.close().await;
        output.flush()?;
        done
    })
    .await;
    reader_may_leave(outcome)
}

impl What {
    /// What it is called in the log; nothing where only a question is asked.
    fn task(&self) -> Option<Task> {
        match self {
            Self { plan: true, .. } => None,
            Self { pause: true, .. } => Some(Task::Pause),
            Self { resume: true, .. } => Some(Task::GoOn),
            Self { stop: true, .. } => Some(Task::Stop),
            Self { swap: true, .. } => Some(Task::Exchange),
            Self { rollback: true, .. } => Some(Task::RollBack),
            Self { person: Some(_), .. } | Self { stream: Some(_), .. } => Some(Task::RebuildKeys),
            _ => Some(Task::Rebuild),
        }
    }
}

async fn plan(chosen: &[Arc<dyn Projection>], projector: &PgPool, json: bool, output: &mut Output) -> anyhow::Result<Exit> {
    for projection in chosen {
        let plan = store::plan(projector, projection.as_ref()).await.map_err(unreadable)?;
        if json { output.json(&plan)? } else { output.line(&telling::plan(&plan))? }
    }
    Ok(Exit::Good)
}

fn chosen(arguments: &Arguments) -> anyhow::Result<Vec<Arc<dyn Projection>>> {
    arguments.projection.as_ref().map_or_else(|| Ok(projections::all()), |name| Ok(vec![named(name)?]))
}

/// The read model of a name, or the names there are.
pub fn named(name: &str) -> anyhow::Result<Arc<dyn Projection>> {
    projections::by_name(name).ok_or_else(|| {
        let names: Vec<_> = projections::all().iter().map(|projection| projection.name()).collect();
        stop(Exit::Usage, format!("「{name}」という表はありません。次のどれかを指定してください: {}", names.join(" ")))
    })
}

/// Rows that differ never go live by themselves: they wait for somebody to decide so.
fn wanted(arguments: &Arguments) -> Wanted {
    let keep = Duration::from_hours(24 * u64::from(arguments.keep_days));
    Wanted { compare: true, review: true, decided: arguments.what.swap, keep }
}

#[expect(clippy::too_many_arguments, reason = "all of them are what one command works with")]
async fn act(
    arguments: &Arguments,
    chosen: &[Arc<dyn Projection>],
    urls: &Urls,
    projector: &PgPool,
    stopping: &CancellationToken,
    next: telling::Next,
    record: &mut OnRecord,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let (json, what, wanted) = (arguments.json, &arguments.what, wanted(arguments));
    if what.pause || what.resume || what.stop {
        return steering::wish(urls, chosen, what, json, record, output).await;
    }
    if let Some(id) = what.person.or(what.stream) {
        let keys = if what.person.is_some() { steering::keys_of_person(projector, id).await? } else { vec![id] };
        return steering::keys(projector, chosen, &keys, json, record, output).await;
    }
    if what.rollback {
        for projection in chosen {
            let done = store::roll_back(projector, projection.as_ref(), wanted.keep).await;
            let done = done.map_err(|error| refused(projection.name(), &error))?;
            let detail = format!("version {} to {} at {}", done.from_version, done.to_version, done.position);
            record.end(projection.name(), Outcome::Done, detail).await?;
            if json { output.json(&done)? } else { output.line(&telling::rolled_back(projection.name(), &done))? }
        }
        return Ok(Exit::Good);
    }
    build(chosen, projector, wanted, stopping, json, next, record, output).await
}

/// Builds what was chosen: read models of one log in one pass over it.
#[expect(clippy::too_many_arguments, reason = "all of them are what one command works with")]
async fn build(
    chosen: &[Arc<dyn Projection>],
    projector: &PgPool,
    wanted: Wanted,
    stopping: &CancellationToken,
    json: bool,
    next: telling::Next,
    record: &mut OnRecord,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let mut waits = false;
    for log in events::Log::ALL {
        let together: Vec<&dyn Projection> = chosen.iter().map(AsRef::as_ref).filter(|one| one.log() == log).collect();
        let (Some(first), mut bar) = (together.first(), telling::Bar::default()) else { continue };
        let told = |progress| bar.show(&progress);
        let rebuilt = store::rebuild(projector, &together, crate::ids::new_id(), wanted, told, stopping).await;
        bar.end();
        for done in rebuilt.map_err(|error| refused(first.name(), &error))? {
            waits |= done.swap_ms.is_none();
            let outcome = if done.swap_ms.is_none() { Outcome::Waits } else { Outcome::Done };
            record.end(done.projection, outcome, done.in_codes()).await?;
            if json {
                output.json(&done)?;
            } else {
                telling::rebuilt(&done, next).iter().try_for_each(|line| output.line(line))?;
            }
        }
    }
    Ok(if waits { Exit::TryLater } else { Exit::Good })
}
