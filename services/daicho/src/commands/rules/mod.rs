//! `daicho rules`: asks the rules that decide applications, one question a line or all awards of a period, without deciding anything.

mod impact;
mod lines;
mod masters;
mod table;

use std::path::PathBuf;

use casework::rules::eval;
use events::vocabulary::ChangeNumber;
use serde_json::{Value, json};

pub use masters::{choose, rows_of, shipped};

use crate::exit::{Exit, stop};
use crate::output::{Output, reader_may_leave};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    #[command(about = "規則に問う。標準入力の 1 行に 1 つの JSON を読み、1 行に 1 つの答えを書く")]
    Eval {
        #[arg(value_name = "RULE", help = "規則の名前(daicho rules list で見られる)")]
        rule: String,
    },
    #[command(about = "規則の一覧。版、有効な期間、根拠")]
    List {
        #[arg(long, help = "JSON で出力する")]
        json: bool,
    },
    #[command(about = "影響調査。期間の支給認定を2通りに決め直し、だれの上限額がどう変わるかを出す(支給認定は変わらない)")]
    Impact(impact::Arguments),
    #[command(about = "問いと答えの形を JSON Schema で出力する")]
    Schema {
        #[arg(value_name = "RULE", help = "規則の名前(なければすべて)")]
        rule: Option<String>,
    },
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    reader_may_leave(match &arguments.what {
        What::Impact(arguments) => Box::pin(impact::run(arguments, data, change)).await,
        What::Eval { rule } => evaluate(rule, data).await,
        What::List { json } => list(*json),
        What::Schema { rule } => schema(rule.as_deref()),
    })
}

async fn evaluate(rule: &str, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    // A wrong name is said before a database is looked for.
    eval::schema(rule).map_err(|error| unknown(&error))?;
    let masters = choose(data).await?;
    let rule = rule.to_owned();
    // Reading standard input blocks, and whoever feeds it may take an hour between two lines.
    let all_accepted = tokio::task::spawn_blocking(move || {
        let mut output = Output::standard();
        lines::evaluate(std::io::stdin(), &mut output, |question| {
            eval::eval(&rule, question, &masters)
                .unwrap_or_else(|error| json!({ "error": { "field": "", "message": error.to_string() } }))
        })
    })
    .await??;
    Ok(if all_accepted { Exit::Good } else { Exit::InputRefused })
}

fn list(as_json: bool) -> anyhow::Result<Exit> {
    let mut output = Output::standard();
    let rules = eval::list();
    if as_json {
        output.line(&serde_json::to_string_pretty(&rules)?)?;
    } else {
        for line in table::lines(&rules) {
            output.line(&line)?;
        }
    }
    output.flush()?;
    Ok(Exit::Good)
}

fn schema(rule: Option<&str>) -> anyhow::Result<Exit> {
    let schema = match rule {
        Some(rule) => eval::schema(rule).map_err(|error| unknown(&error))?,
        None => {
            json!({ "rules": eval::names().map(eval::schema).collect::<Result<Vec<Value>, _>>().map_err(|error| unknown(&error))? })
        }
    };
    let mut output = Output::standard();
    output.line(&serde_json::to_string_pretty(&schema)?)?;
    output.flush()?;
    Ok(Exit::Good)
}

fn unknown(error: &eval::UnknownRule) -> anyhow::Error {
    stop(Exit::Usage, error.to_string())
}
