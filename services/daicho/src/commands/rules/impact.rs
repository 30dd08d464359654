//! `daicho rules impact`: all awards of a period decided again in two ways, from the inputs of their decisions. The log keeps the question
//! and the sum; nothing else changes. Ctrl-C stops it, and what was found until then is kept.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use acts::{ActError, Acts, Carried, Go, Hands, ImpactQuestion, ImpactRow, JobProgress, Request};
use casework::Refusal;
use casework::impact::ImpactRefusal;
use casework::rules::impact::Group;
use events::Actor;
use events::ids::{CommandId, CorrelationId};
use events::impact::{Ended, Outcome, Way};
use events::operation::COMMAND_LINE;
use events::vocabulary::{ChangeNumber, FreeText, Tier, ValidityPeriod, Yen};
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;
use web::Clock as _;

use super::rows_of;
use crate::bench::machine::peak_memory;
use crate::commands::on_record::acts_of;
use crate::commands::signals::stopping;
use crate::commands::visit::{unreadable, visit};
use crate::exit::{Exit, stop};
use crate::output::Output;

/// Rows read at once.
const PAGE: u16 = 1_000;

/// What the command line says.
#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("differs").required(true).args(["rule", "rows", "masters_at"])))]
pub struct Arguments {
    #[arg(long, value_name = "DAY", value_parser = day, help = "期間の初日。この期間に有効な支給認定を決め直す")]
    from: Date,
    #[arg(long, value_name = "DAY", value_parser = day, help = "期間の末日")]
    to: Date,
    #[arg(long, value_name = "TEXT", value_parser = why, help = "調べる理由(記録に残る)")]
    why: FreeText,
    #[arg(long, value_name = "RULE", requires_all = ["old", "new"], help = "比べる規則の名前(daicho rules list で見られる)")]
    rule: Option<String>,
    #[arg(long, value_name = "N", requires = "rule", help = "もとの側で、規則の何番目の版までを使うか")]
    old: Option<u32>,
    #[arg(long, value_name = "N", requires = "rule", help = "案の側で、規則の何番目の版までを使うか")]
    new: Option<u32>,
    #[arg(long, value_name = "DIR", help = "案のマスタ。DIR の <表の名前>.csv の行を、いまのマスタの後に採用したものとする")]
    rows: Option<PathBuf>,
    #[arg(long, value_name = "POSITION", help = "業務の記録のこの番号までのマスタと、いまのマスタを比べる")]
    masters_at: Option<i64>,
    #[arg(long, value_name = "FILE", help = "変わる支給認定の一覧を CSV で書き出す(氏名は含まない)")]
    csv: Option<PathBuf>,
    #[arg(long, help = "変わる支給認定を1行に1つの JSON で、最後に合計を出力する")]
    json: bool,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "2026-07-01 のように指定してください。".to_owned())
}

fn why(text: &str) -> Result<FreeText, String> {
    FreeText::parse(text).map_err(|error| error.to_string())
}

/// Runs the subcommand.
pub(super) async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let period = ValidityPeriod::new(arguments.from, arguments.to).map_err(|error| stop(Exit::Usage, error.to_string()))?;
    visit(data, async |source, urls| {
        let acts = acts_of(source, urls, change)
            .await?
            .ok_or_else(|| stop(Exit::ServiceMissing, "この台帳はまだ開設されていません。"))?;
        let began = Instant::now();
        let question = arguments.question(period, acts.masters_position().await.map_err(unreadable)?)?;
        let (id, _) = acts.ask_impact(&request(), question, Hands::Own).await.map_err(|error| refused(&error))?;
        let ended = study(&acts, id).await?;
        if let Some(path) = &arguments.csv {
            write_csv(&acts, id, path).await?;
        }
        tell(&acts, id, &ended, arguments.json, began.elapsed().as_secs_f64()).await?;
        Ok(match ended.outcome {
            Outcome::Finished => Exit::Good,
            Outcome::Stopped => Exit::TryLater,
            Outcome::Failed => Exit::OurFault,
        })
    })
    .await
}

impl Arguments {
    fn question(&self, period: ValidityPeriod, masters_position: i64) -> anyhow::Result<ImpactQuestion> {
        let now = Way { masters_position, ..Way::default() };
        let (mut old, mut new) = (now.clone(), now);
        if let (Some(rule), Some(before), Some(after)) = (&self.rule, self.old, self.new) {
            old.rules.insert(rule.clone(), before);
            new.rules.insert(rule.clone(), after);
        }
        if let Some(folder) = &self.rows {
            new.drafts = rows_of(folder)?;
        }
        if let Some(position) = self.masters_at {
            old.masters_position = position;
        }
        Ok(ImpactQuestion { period, old, new, why: self.why.clone() })
    }
}

fn request() -> Request {
    let id = crate::ids::new_id();
    Request {
        command_id: CommandId(id),
        correlation_id: CorrelationId(id),
        actor: Actor::program(COMMAND_LINE),
        trace_context: None,
        today: web::SystemClock.today(),
        seen_version: None,
    }
}

fn refused(error: &ActError) -> anyhow::Error {
    match error {
        ActError::Refused(Refusal::Impact(ImpactRefusal::AtWork)) => stop(Exit::TryLater, error.to_string()),
        ActError::Refused(_) => stop(Exit::InputRefused, error.to_string()),
        other => unreadable(other),
    }
}

/// Carries it out, with progress on standard error; the first signal asks for it to be stopped.
async fn study(acts: &Acts, id: Uuid) -> anyhow::Result<Ended> {
    let signal = stopping()?;
    let (stopper, cancelled) = (acts.clone(), signal.clone());
    let watching = tokio::spawn(async move {
        cancelled.cancelled().await;
        if let Err(error) = stopper.stop_impact(id).await {
            eprintln!("止めるように頼めません: {error}");
        }
    });
    let told = |progress: &JobProgress| {
        eprint!("\r{} / {} 件", progress.done, progress.of.unwrap_or(progress.done));
        Go::On
    };
    let carried = Box::pin(acts.carry_out_impact(id, web::SystemClock.today(), told)).await;
    watching.abort();
    eprintln!();
    match carried.map_err(unreadable)? {
        Carried::Ended(ended) => Ok(ended),
        Carried::Left => Err(stop(Exit::TryLater, "影響調査は、次に動く裏方の処理に残しました。")),
    }
}

/// Every row, a page at a time.
async fn each(acts: &Acts, id: Uuid, mut row: impl FnMut(&ImpactRow) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let rows = acts.impact_rows(id, None, after, PAGE).await.map_err(unreadable)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.ordinal;
        rows.iter().try_for_each(&mut row)?;
    }
}

fn yen(amount: Option<Yen>) -> String {
    amount.map(|yen| yen.amount().to_string()).unwrap_or_default()
}

async fn write_csv(acts: &Acts, id: Uuid, path: &Path) -> anyhow::Result<()> {
    let unwritable = |error: std::io::Error| stop(Exit::InputRefused, format!("{} に書き出せません: {error}", path.display()));
    let mut file = std::fs::File::create(path).map_err(unwritable)?;
    file.write_all("\u{feff}".as_bytes()).map_err(unwritable)?;
    let mut table = csv::Writer::from_writer(file);
    table.write_record([
        "受給者番号",
        "管轄事務所",
        "区分",
        "もとの階層",
        "もとの上限月額",
        "案の階層",
        "案の上限月額",
        "1か月の差",
        "いまの上限月額",
        "支給認定",
    ])?;
    each(acts, id, |row| {
        let tier = |tier: Option<Tier>| tier.map_or("", Tier::code);
        table.write_record([
            row.recipient_number.to_string().as_str(),
            &row.office.to_string(),
            row.group.label(),
            tier(row.old.tier),
            &yen(row.old.monthly_cap),
            tier(row.new.tier),
            &yen(row.new.monthly_cap),
            &row.yen_a_month().map(|yen| yen.to_string()).unwrap_or_default(),
            &row.cap_in_force.amount().to_string(),
            &row.award.to_string(),
        ])?;
        Ok(())
    })
    .await?;
    table.flush().map_err(unwritable)
}

fn row_json(row: &ImpactRow) -> Value {
    let side = |side: &casework::rules::impact::Side| json!({ "eligible": side.eligible, "tier": side.tier, "monthly_cap": side.monthly_cap });
    json!({
        "award": row.award, "application": row.application, "recipient_number": row.recipient_number, "office": row.office,
        "group": row.group, "old": side(&row.old), "new": side(&row.new), "yen_a_month": row.yen_a_month(),
        "cap_in_force": row.cap_in_force,
    })
}

async fn tell(acts: &Acts, id: Uuid, ended: &Ended, as_json: bool, seconds: f64) -> anyhow::Result<()> {
    let mut output = Output::standard();
    if as_json {
        each(acts, id, |row| output.json(&row_json(row))).await?;
        output.json(&json!({
            "study": id, "outcome": ended.outcome, "totals": ended.totals, "digest": ended.digest, "seconds": seconds,
            "peak_memory_bytes": peak_memory(),
        }))?;
    } else {
        lines(id, ended, seconds).iter().try_for_each(|line| output.line(line))?;
    }
    output.flush()
}

fn lines(id: Uuid, ended: &Ended, seconds: f64) -> Vec<String> {
    let totals = &ended.totals;
    let mut lines = vec![format!("影響調査（{}） {}件を{seconds:.1}秒で決め直しました", ended.outcome.label(), totals.cases)];
    lines.extend(Group::ALL.iter().map(|group| format!("    {}: {}件", group.label(), totals.of(*group))));
    lines.push(format!("1か月の負担の差の合計: {}円", totals.yen_a_month));
    lines.push(format!("支給認定は変わっていません。一覧は画面の「影響調査」（/impacts/{id}）か、--csv で見られます。"));
    lines
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use events::impact::Totals;

    use super::*;

    #[derive(clap::Parser)]
    struct Cli {
        #[command(flatten)]
        arguments: Arguments,
    }

    fn parsed(words: &str) -> Result<Arguments, clap::Error> {
        let period = ["daicho", "--from", "2026-07-01", "--to", "2027-06-30", "--why", "改正の準備"];
        Cli::try_parse_from(period.into_iter().chain(words.split_whitespace())).map(|cli| cli.arguments)
    }

    fn question(words: &str) -> ImpactQuestion {
        let arguments = parsed(words).unwrap();
        let period = ValidityPeriod::new(arguments.from, arguments.to).unwrap();
        arguments.question(period, 412).unwrap()
    }

    #[test]
    fn one_thing_differs_and_it_must_be_named() {
        for wrong in ["", "--rule income.unit", "--rule income.unit --old 1 --new 2 --masters-at 4", "--old 1 --masters-at 4"] {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
        assert!(parsed("--masters-at 4").is_ok());
    }

    #[test]
    fn what_is_asked_becomes_two_ways() {
        let versions = question("--rule income.unit --old 1 --new 2");
        assert_eq!((versions.old.rules["income.unit"], versions.new.rules["income.unit"]), (1, 2));
        let late = question("--masters-at 300");
        assert_eq!((late.old.masters_position, late.new.masters_position), (300, 412));
        let folder = tempfile::tempdir().unwrap();
        let text = "key,valid_from,valid_to,status,source,from_yen\nV,2026-07-01,,inferred,改正案,80000\n";
        std::fs::write(folder.path().join("levy_bounds.csv"), text).unwrap();
        let draft = question(&format!("--rows {}", folder.path().display()));
        assert!(draft.old.drafts.is_empty());
        assert_eq!(draft.new.drafts.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["V"]);
    }

    #[test]
    fn every_group_has_its_line() {
        let totals = Totals { cases: 3, worse: 1, unchanged: 2, yen_a_month: 1_000, ..Totals::default() };
        let ended = Ended { outcome: Outcome::Finished, totals, digest: String::new() };
        let lines = lines(Uuid::nil(), &ended, 0.5);
        assert_eq!(lines.len(), 1 + Group::ALL.len() + 2);
        assert!(lines.iter().any(|line| line.contains("負担が増える: 1件")), "{lines:#?}");
    }
}
