//! `daicho nightly`: runs a night by hand, or says what it found. The worker does the same by itself once a night.

use std::path::PathBuf;

use casework::nightly::Renewal;
use events::nightly::{Ran, TaskKind};
use events::vocabulary::{ChangeNumber, wareki};
use jiff::civil::Date;
use projections::tasks;
use store::Role;
use web::Clock as _;

use super::on_record::acts_of;
use super::visit::{pool, unreadable, visit};
use crate::exit::{Exit, stop};
use crate::output::{Output, reader_may_leave};

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, value_name = "DAY", value_parser = day, help = "この日の夜間処理(なければ今日)。明日以降はできない")]
    day: Option<Date>,
    #[arg(long, help = "結果を JSON で出力する")]
    json: bool,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "2026-11-23 のように指定してください。".to_owned())
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>, change: Option<ChangeNumber>) -> anyhow::Result<Exit> {
    let today = web::SystemClock.today();
    let night = arguments.day.unwrap_or(today);
    if night > today {
        return Err(stop(Exit::Usage, format!("{night} はまだ来ていません。今日（{today}）までの日を指定してください。")));
    }
    let ran = visit(data, async |source, urls| {
        let acts = acts_of(source, urls, change)
            .await?
            .ok_or_else(|| stop(Exit::ServiceMissing, "この台帳はまだ開設されていません。"))?;
        if let Some(ran) = acts.run_night(night).await.map_err(unreadable)? {
            return Ok(Some(ran));
        }
        let pool = pool(urls, Role::Auditor, 1).await?;
        let nights = tasks::nights(&pool, 400).await.map_err(unreadable);
        pool.close().await;
        Ok(nights?.into_iter().find(|row| row.night == night).map(before))
    })
    .await?;
    let ran = ran.ok_or_else(|| stop(Exit::TryLater, "この日の夜間処理は済んでいますが、表がまだ追いついていません。"))?;
    reader_may_leave(tell(&ran, arguments.json))
}

/// A night that was run before.
fn before(row: tasks::NightRow) -> Ran {
    let number = |count: i32| u32::try_from(count).unwrap_or(0);
    Ran {
        night: row.night,
        after: row.after,
        persons: number(row.persons),
        cases: number(row.cases),
        standing: row.standing,
        found: number(row.found),
        settled: number(row.settled),
        ended: row.ended,
        renewals: row.renewals,
    }
}

fn tell(ran: &Ran, json: bool) -> anyhow::Result<Exit> {
    let mut output = Output::standard();
    if json {
        output.json(ran)?;
    } else {
        lines(ran).iter().try_for_each(|line| output.line(line))?;
    }
    output.flush()?;
    Ok(Exit::Good)
}

fn lines(ran: &Ran) -> Vec<String> {
    let since = ran.after.map_or_else(|| "はじめて".to_owned(), |after| format!("前回は{}", wareki::long(after)));
    let mut lines = vec![
        format!("{} の夜間処理（{since}）", wareki::long(ran.night)),
        format!("見た人 {}人、見た申請 {}件", ran.persons, ran.cases),
        format!("新しく見つけたこと {}件、解消していたこと {}件", ran.found, ran.settled),
        format!("有効期間が過ぎて終わらせた支給認定 {}件", ran.ended),
    ];
    let standing = |kind: &TaskKind| ran.standing.get(kind.code()).copied().unwrap_or(0);
    lines.extend(TaskKind::ALL.iter().map(|kind| format!("    {}: {}件", kind.label(), standing(kind))));
    lines.push("更新の照会（全員がどれか一つに入る）".to_owned());
    let group = |renewal: &Renewal| ran.renewals.get(renewal.code()).copied().unwrap_or(0);
    lines.extend(Renewal::ALL.iter().map(|renewal| format!("    {}: {}人", renewal.label(), group(renewal))));
    lines
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_kind_and_every_group_has_its_line() {
        let ran = Ran {
            night: jiff::civil::date(2026, 11, 23),
            after: Some(jiff::civil::date(2026, 11, 20)),
            persons: 3,
            cases: 1,
            standing: BTreeMap::from([("stuck".to_owned(), 1)]),
            found: 1,
            settled: 0,
            ended: 2,
            renewals: BTreeMap::from([("asked".to_owned(), 3)]),
        };
        let lines = lines(&ran);
        assert_eq!(lines.len(), 4 + TaskKind::ALL.len() + 1 + Renewal::ALL.len());
        assert!(lines[0].contains("前回は令和8年11月20日"), "{lines:#?}");
        assert!(lines.iter().any(|line| line.ends_with("動いていない申請: 1件")));
        assert!(lines.iter().any(|line| line.ends_with("支給認定 2件")));
    }

    #[tokio::test]
    async fn a_night_that_lies_ahead_is_refused() {
        let arguments = Arguments { day: Some(jiff::civil::date(2999, 1, 1)), json: false };
        let error = run(&arguments, None, None).await.unwrap_err();
        assert_eq!(Exit::of(&error), Exit::Usage);
    }
}
