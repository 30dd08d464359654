//! `bench as-of`: who was entitled to what on a day, as it was known on another, in the whole prefecture; against folding the log from
//! its beginning, which answers the same question without any read model. And how long each page of a large prefecture takes.

use std::path::PathBuf;
use std::time::Instant;

use events::Log;
use jiff::civil::Date;
use projections::ledger::{self, AsOf};
use serde::Serialize;
use sqlx::PgPool;
use store::Role;
use tokio_util::sync::CancellationToken;

use super::figures::Rounds;
use super::machine::{Machine, peak_memory};
use super::naive_fold::{self, Entitled};
use super::prefecture::{EVENTS_EACH, Prefecture};
use super::scratch::until_stopped;
use super::served::Served;
use super::turning::{self, Turned};
use crate::commands::visit::{pool, visit};
use crate::installation::DataDir;

/// Lines that are asked for at once.
const LINES: u16 = 20_000;
/// The day that is asked for lies so long before the day on which it was known.
const BEFORE: i64 = 10;

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    events: i64,
    recipients: i64,
    /// The day that was asked for.
    valid_on: Date,
    /// The last position that was taken to be known.
    known: i64,
    /// Awards in the answer.
    entitled: usize,
    reference: &'static str,
    /// Seconds of the reference.
    folded_seconds: Rounds,
    /// Seconds until every line of the answer was there, typed.
    answered_seconds: Rounds,
    /// Seconds for the number of recipients and awards and the sum of caps of every office and tier.
    totalled_seconds: Rounds,
    /// Reference over answer, of each round.
    times_faster: Rounds,
    /// Of this process, which holds the answer.
    peak_memory_bytes: Option<u64>,
    /// Pages over HTTP, one after the other, in milliseconds.
    pages: Vec<Turned>,
}

/// From where is looked.
#[derive(Clone, Copy)]
struct Question {
    known: i64,
    valid_on: Date,
}

impl Question {
    fn as_of(self) -> AsOf {
        AsOf { known: Some(self.known), valid_on: Some(self.valid_on) }
    }
}

/// Seeds a prefecture of its own, measures, and removes it.
pub async fn run(rounds: usize, events: u32, place: Option<PathBuf>, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let prefecture = Prefecture { people: events.div_ceil(EVENTS_EACH), place, again: false };
    prefecture.measure(async |dir, service| until_stopped(stopping, measure(dir, service, rounds)).await).await
}

async fn measure(dir: &DataDir, service: &Served, rounds: usize) -> anyhow::Result<Report> {
    let mut report = visit(Some(dir.path().to_owned()), async |_, urls| {
        let pool = pool(urls, Role::Auditor, 4).await?;
        let report = answers(&pool, rounds).await;
        pool.close().await;
        report
    })
    .await?;
    report.pages = turning::turn(service, report.valid_on, report.known, rounds).await?;
    Ok(report)
}

async fn answers(pool: &PgPool, rounds: usize) -> anyhow::Result<Report> {
    let machine = Machine::look(pool).await?;
    machine.warn();
    let events = store::head(pool, Log::Casework).await?.position;
    let question = question(pool, events).await?;
    let mut report = Report {
        bench: "as-of",
        machine,
        events,
        recipients: ledger::counts(pool, AsOf::default(), None).await?.recipients,
        valid_on: question.valid_on,
        known: question.known,
        entitled: 0,
        reference: "the log read from its first event up to the position, its events of recipients, awards and certificates decoded and folded in memory",
        folded_seconds: Rounds::default(),
        answered_seconds: Rounds::default(),
        totalled_seconds: Rounds::default(),
        times_faster: Rounds::default(),
        peak_memory_bytes: None,
        pages: Vec::new(),
    };
    // Round 0 warms caches, plans and connections; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        let began = Instant::now();
        let folded = naive_fold::entitled(pool, question.known, question.valid_on).await?;
        let of_fold = began.elapsed().as_secs_f64();
        let began = Instant::now();
        let answered = answer(pool, question.as_of()).await?;
        let of_answer = began.elapsed().as_secs_f64();
        let began = Instant::now();
        let totals = ledger::totals(pool, question.as_of(), None).await?;
        let of_totals = began.elapsed().as_secs_f64();
        anyhow::ensure!(folded == answered, "the ledger and the log do not give the same answer");
        let awards = totals.iter().map(|total| total.awards).sum::<i64>();
        anyhow::ensure!(usize::try_from(awards)? == answered.len() && awards > 0, "{awards} awards are not the answer");
        report.entitled = answered.len();
        if round > 0 {
            report.folded_seconds.push(of_fold);
            report.answered_seconds.push(of_answer);
            report.totalled_seconds.push(of_totals);
            report.times_faster.push(of_fold / of_answer);
        }
    }
    report.peak_memory_bytes = peak_memory();
    Ok(report)
}

/// A moment two thirds into the log, and a day before it.
async fn question(pool: &PgPool, events: i64) -> anyhow::Result<Question> {
    let known = events / 3 * 2;
    let recorded = store::recorded_at(pool, Log::Casework, known).await?;
    let day = web::clock::day_in_japan(recorded.ok_or_else(|| anyhow::anyhow!("the log is empty"))?);
    Ok(Question { known, valid_on: day.checked_sub(jiff::Span::new().days(BEFORE))? })
}

/// Every line of the ledger at that moment.
async fn answer(pool: &PgPool, as_of: AsOf) -> anyhow::Result<Entitled> {
    let (mut entitled, mut after) = (Entitled::new(), None);
    loop {
        let page = ledger::page(pool, as_of, None, after, LINES).await?;
        entitled.extend(
            page.rows
                .into_iter()
                .map(|row| (row.award, (row.recipient, row.recipient_number, row.validity, row.monthly_cap, row.tier))),
        );
        after = page.next;
        if after.is_none() {
            return Ok(entitled);
        }
    }
}
