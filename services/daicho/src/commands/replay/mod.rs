//! `daicho replay`: the events of a case, of a stream or of all, as they lie in the log.
//!
//! Sealed fields stay sealed unless `--open` asks for them. Events are read page by page, so a log of any length fits in memory.

mod difference;
mod exported;
mod line;
mod moment;
mod opening;
pub mod selection;

use std::path::PathBuf;

use futures::TryStreamExt as _;
use sqlx::PgPool;
use store::{Recorded, Role};

use self::difference::Difference;
use self::moment::Moment;
use self::opening::Opening;
use self::selection::Selection;
use super::visit::{pool, unreadable, visit};
use crate::exit::{Exit, stop};
use crate::output::{Output, reader_may_leave};
use crate::parts::{Parts, keys_of};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, value_name = "受付番号またはUUID", conflicts_with = "stream", help = "この申請に関する出来事だけ")]
    case: Option<String>,
    #[arg(long, value_name = "UUID", help = "このストリームの出来事だけ")]
    stream: Option<uuid::Uuid>,
    #[arg(long = "type", value_name = "TYPE", help = "この種類の出来事だけ(例 application.received)")]
    event_type: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 1, help = "この番号から")]
    from: i64,
    #[arg(long, value_name = "N", help = "この番号まで")]
    to: Option<i64>,
    #[arg(long, value_name = "いつ", help = "その時点までに記録されていた出来事だけ。番号、日付(その日の終わりまで)または時刻")]
    as_of: Option<Moment>,
    #[arg(
        long,
        value_name = "いつ",
        num_args = 2,
        conflicts_with_all = ["from", "to", "as_of", "event_type"],
        help = "--case または --stream の 2 つの時点の状態と、変わった項目を示す"
    )]
    diff: Option<Vec<Moment>>,
    #[arg(long, value_enum, default_value_t = selection::LogName::Casework, help = "casework(業務、はじめの値)または access(閲覧の記録)")]
    log: selection::LogName,
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with_all = ["case", "as_of", "diff", "log", "open"],
        help = "データベースではなく、書き出したもの、または書庫から読む"
    )]
    export: Option<PathBuf>,
    #[arg(long, help = "封緘された項目を開いて表示する(閲覧の記録に残る)")]
    open: bool,
    #[arg(long, help = "1 件 1 行の JSON で出力する")]
    json: bool,
}

/// Events that are opened, and written to the access log, at a time.
const AT_ONCE: usize = 100;

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    if let Some(directory) = &arguments.export {
        return reader_may_leave(exported::print(arguments, directory));
    }
    let outcome = visit(data, async |source, urls| {
        let opening = if arguments.open { Some(Opening::new(Parts::assemble(urls, &keys_of(source)?).await?)) } else { None };
        let pool = pool(urls, Role::Auditor, 2).await?;
        let outcome = print(arguments, &pool, opening.as_ref()).await;
        pool.close().await;
        outcome
    })
    .await;
    reader_may_leave(outcome)
}

async fn print(arguments: &Arguments, pool: &PgPool, opening: Option<&Opening>) -> anyhow::Result<Exit> {
    let mut output = Output::standard();
    if let Some([before, after]) = arguments.diff.as_deref() {
        compare(arguments, pool, opening, [*before, *after], &mut output).await?;
        output.flush()?;
        return Ok(Exit::Good);
    }
    let selection = Selection::read(arguments, pool).await?;
    let mut found = false;
    let wanted = selection.events(pool).try_filter(|event| std::future::ready(selection.wants(event)));
    let mut pages = wanted.try_chunks(AT_ONCE);
    while let Some(page) = pages.try_next().await.map_err(|error| unreadable(error.1))? {
        found = true;
        if let Some(opening) = opening {
            opening.prepare(&page).await?;
        }
        for event in &page {
            print_one(arguments, event, opening, &mut output)?;
        }
    }
    output.flush()?;
    if !found {
        eprintln!("当てはまる出来事はありません。");
    }
    Ok(Exit::Good)
}

/// One stream at two points.
async fn compare(
    arguments: &Arguments,
    pool: &PgPool,
    opening: Option<&Opening>,
    [before, after]: [Moment; 2],
    output: &mut Output,
) -> anyhow::Result<()> {
    let log = arguments.log.into();
    let stream = selection::one_stream(arguments, pool).await?;
    let events = store::stream_events(pool, log, stream, 0).await.map_err(unreadable)?;
    if events.is_empty() {
        return Err(stop(Exit::InputRefused, "この記録は見つかりません。番号を確かめてください。"));
    }
    let shown = match opening {
        Some(opening) => {
            opening.prepare(&events).await?;
            events.iter().map(|event| opening.open(event)).collect::<anyhow::Result<_>>()?
        }
        None => events.clone(),
    };
    let positions = [before.position(pool, log).await?, after.position(pool, log).await?];
    let difference = Difference::between(log, &events, &shown, positions)?;
    if arguments.json {
        return output.json(&difference);
    }
    difference.in_words().iter().try_for_each(|line| output.line(line))
}

fn print_one(arguments: &Arguments, event: &Recorded, opening: Option<&Opening>, output: &mut Output) -> anyhow::Result<()> {
    let opened = opening.map(|opening| opening.open(event)).transpose()?;
    let shown = opened.as_ref().unwrap_or(event);
    if arguments.json {
        return output.json(&line::Envelope::of(shown)?);
    }
    let decoded = match opening {
        Some(opening) => opening.decode(event),
        None => event.decode().map_err(Into::into),
    };
    output.line(&line::in_words(event, &shown.actor_name, decoded))
}

/// The event with its place, as both output forms need it.
type Events<'a> = futures::stream::BoxStream<'a, Result<Recorded, store::ReadError>>;
