//! `daicho erase`: whether somebody who was erased can be read again after a restore, and with `--apply` erases them again. Erasing somebody
//! for the first time needs two members of staff and is done on the screens only.

use std::path::PathBuf;

use jiff::civil::Date;
use serde::Serialize;
use store::Role;
use web::Clock as _;

use super::visit::{pool, unreadable, visit};
use crate::erased::{Undone, list_of, undone};
use crate::exit::{Exit, stop};
use crate::installation::{Source, Urls};
use crate::output::{Output, reader_may_leave};
use crate::parts::{Parts, keys_of};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, help = "消去の一覧に従い、もう一度消去する")]
    apply: bool,
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

/// What was found and done.
#[derive(Serialize)]
struct Outcome {
    readable_again: usize,
    unfinished: usize,
    applied: bool,
    keys: i32,
    numbers: i32,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let outcome = visit(data, async |source, urls| {
        let operator = pool(urls, Role::Operator, 2).await?;
        let found = undone(&operator, list_of(source).as_ref()).await?;
        let mut outcome = Outcome {
            readable_again: found.lines.len(),
            unfinished: found.positions.len(),
            applied: arguments.apply,
            keys: 0,
            numbers: 0,
        };
        if arguments.apply && !found.is_empty() {
            apply(&operator, &found, &mut outcome, source, urls).await?;
        }
        operator.close().await;
        let mut output = Output::standard();
        if arguments.json {
            output.json(&outcome)?;
        } else {
            output.line(&words(&outcome))?;
        }
        output.flush()?;
        Ok(if found.is_empty() || arguments.apply { Exit::Good } else { Exit::InputRefused })
    })
    .await;
    reader_may_leave(outcome)
}

async fn apply(
    operator: &sqlx::PgPool,
    found: &Undone,
    outcome: &mut Outcome,
    source: &Source,
    urls: &Urls,
) -> anyhow::Result<()> {
    for line in &found.lines {
        let destroyed = store::destroy(operator, &line.subjects).await.map_err(unreadable)?;
        outcome.keys += destroyed.keys;
        outcome.numbers += destroyed.numbers;
    }
    let parts = Parts::assemble(urls, &keys_of(source)?).await?;
    for position in &found.positions {
        if let Some(list) = list_of(source) {
            let line = store::erased_line(&parts.writer, *position).await.map_err(unreadable)?;
            list.add(&line).map_err(|error| stop(Exit::ServiceMissing, format!("消去の一覧に書けません({error})。")))?;
        }
        let destroyed = store::carry_out_erasure(&parts.writer, *position).await.map_err(unreadable)?;
        outcome.keys += destroyed.keys;
        outcome.numbers += destroyed.numbers;
    }
    // Told last: the keys are gone even where the log cannot be written.
    let today: Date = web::SystemClock.now().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9))).date();
    for line in &found.lines {
        parts
            .acts
            .reapply_erasure(line, today)
            .await
            .map_err(|error| stop(Exit::OurFault, format!("鍵は破棄しましたが、記録に書けません({error})。")))?;
    }
    Ok(())
}

fn words(outcome: &Outcome) -> String {
    let found = outcome.readable_again + outcome.unfinished;
    if found == 0 {
        "消去した人で、読める状態に戻っている人はいません。".to_owned()
    } else if outcome.applied {
        format!("{found} 人分をもう一度消去しました(鍵 {} 個、個人番号 {} 件)。", outcome.keys, outcome.numbers)
    } else {
        format!("消去した人のうち {found} 人分が読める状態です。daicho erase --apply でもう一度消去してください。")
    }
}
