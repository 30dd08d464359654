//! `daicho changes`: what was changed in a period, by whom, on whose authority. Says at the end what nobody had asked for.

use std::path::PathBuf;

use events::vocabulary::wareki;
use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use projections::changes::{self, Basis, Change, Filter, Kind};
use serde::Serialize;
use sqlx::PgPool;
use store::Role;
use web::Clock as _;

use super::visit::{pool, unreadable, visit};
use crate::exit::Exit;
use crate::output::{Output, reader_may_leave};

/// Changes read at once.
const PAGE: i64 = 1_000;

/// What the command line says.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(long, value_name = "DAY", value_parser = day, help = "この日から(例 2026-11-01。なければ今月の 1 日)")]
    from: Option<Date>,
    #[arg(long, value_name = "DAY", value_parser = day, help = "この日まで(なければ今日)")]
    to: Option<Date>,
    #[arg(long, value_name = "KIND", value_parser = kind, help = "種類(entitlement、erasure、master、rule、form、account、configuration、release、schema、guard、read_model)")]
    kind: Option<Kind>,
    #[arg(long, help = "根拠(申請、所定の手続、変更番号)のないものだけ")]
    unasked: bool,
    #[arg(long, help = "結果を 1 件 1 行の JSON で出力する")]
    json: bool,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "2026-11-01 のように指定してください。".to_owned())
}

fn kind(text: &str) -> Result<Kind, String> {
    text.parse().map_err(|_| "その種類はありません。".to_owned())
}

/// A change as a script reads it. Names of staff stay sealed; the account is told.
#[derive(Serialize)]
struct Line<'a> {
    position: i64,
    recorded_at: Timestamp,
    kind: &'static str,
    subject: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    basis: &'static str,
    request: Option<&'a str>,
    application: Option<String>,
    prepared_by: Option<String>,
    actor: String,
    role: &'static str,
    office: Option<String>,
    event_type: &'a str,
    correlation: String,
    command: String,
}

/// Runs the subcommand.
pub async fn run(arguments: &Arguments, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let outcome = visit(data, async |_, urls| {
        let pool = pool(urls, Role::Writer, 2).await?;
        let outcome = tell(arguments, &pool).await;
        pool.close().await;
        outcome
    });
    reader_may_leave(outcome.await)
}

async fn tell(arguments: &Arguments, pool: &PgPool) -> anyhow::Result<Exit> {
    let filter = filter(arguments, web::SystemClock.today());
    let mut output = Output::standard();
    let (mut after, mut told, mut unasked) = ((0, -1), 0_u64, 0_u64);
    loop {
        let page = changes::entries(pool, &filter, after, PAGE).await.map_err(unreadable)?;
        let Some(last) = page.last() else { break };
        after = (last.position, last.part);
        for change in &page {
            told += 1;
            unasked += u64::from(change.basis == Basis::None);
            if arguments.json { output.json(&line(change))? } else { output.line(&words(change))? }
        }
    }
    output.flush()?;
    eprintln!("変更 {told} 件、根拠のないもの {unasked} 件");
    Ok(Exit::Good)
}

fn filter(arguments: &Arguments, today: Date) -> Filter {
    let midnight =
        |day: Date| day.to_zoned(TimeZone::fixed(Offset::constant(9))).map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp());
    let to = arguments.to.unwrap_or(today);
    let from = arguments.from.unwrap_or_else(|| to.first_of_month());
    Filter {
        from: midnight(from),
        until: midnight(to.checked_add(1.day()).unwrap_or(to)),
        kind: arguments.kind,
        basis: arguments.unasked.then_some(Basis::None),
    }
}

fn line(change: &Change) -> Line<'_> {
    Line {
        position: change.position,
        recorded_at: change.at,
        kind: change.kind.code(),
        subject: &change.subject,
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        basis: change.basis.code(),
        request: change.request.as_ref().map(events::vocabulary::ChangeNumber::as_str),
        application: change.application.map(|id| id.to_string()),
        prepared_by: change.prepared_by.map(|id| id.to_string()),
        actor: change.by.id.to_string(),
        role: change.by.role.code(),
        office: change.by.office.map(|office| office.to_string()),
        event_type: &change.event_type,
        correlation: change.correlation.to_string(),
        command: change.command.to_string(),
    }
}

fn words(change: &Change) -> String {
    let at = change.at.to_zoned(TimeZone::fixed(Offset::constant(9)));
    let authority = change.request.as_ref().map_or_else(|| change.basis.label().to_owned(), ToString::to_string);
    format!(
        "{:>8}  {} {}:{:02}  {}  {}  {}（{}）",
        change.position,
        wareki::short(at.date()),
        at.hour(),
        at.minute(),
        change.kind.label(),
        change.subject,
        authority,
        change.by.role.label(),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn without_days_it_is_the_running_month_in_japan() {
        let arguments = Arguments { from: None, to: None, kind: None, unasked: true, json: false };
        let filter = filter(&arguments, date(2026, 11, 20));
        assert_eq!(
            (filter.from.to_string(), filter.until.to_string()),
            ("2026-10-31T15:00:00Z".to_owned(), "2026-11-20T15:00:00Z".to_owned())
        );
        assert_eq!(filter.basis, Some(Basis::None));
    }
}
