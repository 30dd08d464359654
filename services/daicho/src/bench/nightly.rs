//! `bench nightly`: a night over a whole prefecture, every person and every open case, against one pass of SQL over the awards that knows neither
//! birthdays nor applications.

use std::path::PathBuf;
use std::time::Instant;

use jiff::civil::Date;
use serde::Serialize;
use sqlx::PgPool;
use store::Role;
use tokio_util::sync::CancellationToken;
use web::Clock as _;

use super::figures::Rounds;
use super::machine::{Machine, peak_memory};
use super::prefecture::Prefecture;
use super::scratch::until_stopped;
use crate::commands::on_record::acts_of;
use crate::commands::visit::{pool, visit};
use crate::installation::DataDir;

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    /// Persons of the ledger.
    persons: u32,
    /// Open cases.
    cases: u32,
    /// What the night finds.
    findings: usize,
    reference: &'static str,
    /// Seconds of the reference.
    counted_seconds: Rounds,
    /// Seconds until everything was found, nothing told.
    looked_seconds: Rounds,
    /// Seconds of the one run that was told.
    told_seconds: f64,
    /// Of this process.
    peak_memory_bytes: Option<u64>,
}

/// Seeds a prefecture of its own, measures, and removes it.
pub async fn run(rounds: usize, people: u32, place: Option<PathBuf>, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let prefecture = Prefecture { people, place, again: false };
    prefecture.measure(async |dir, _| until_stopped(stopping, measure(dir, rounds)).await).await
}

async fn measure(dir: &DataDir, rounds: usize) -> anyhow::Result<Report> {
    visit(Some(dir.path().to_owned()), async |source, urls| {
        let acts = acts_of(source, urls, None).await?.ok_or_else(|| anyhow::anyhow!("nothing was founded"))?;
        let reading = pool(urls, Role::Auditor, 2).await?;
        let machine = Machine::look(&reading).await?;
        machine.warn();
        // A night of its own: the worker of the demo tells today's.
        let night = web::SystemClock.today().yesterday()?;
        let masters = acts.masters().await?;
        let (mut counted_seconds, mut looked_seconds) = (Rounds::default(), Rounds::default());
        let mut findings = 0;
        // Round 0 warms caches, plans and connections; it does not count.
        for round in 0..=rounds {
            eprintln!("{round} / {rounds}");
            let began = Instant::now();
            let awards = counted(&reading, night).await?;
            let of_count = began.elapsed().as_secs_f64();
            let began = Instant::now();
            findings = acts.look(night, masters.as_ref()).await?.findings().len();
            let of_look = began.elapsed().as_secs_f64();
            anyhow::ensure!(awards > 0, "there is no award to look at");
            if round > 0 {
                counted_seconds.push(of_count);
                looked_seconds.push(of_look);
            }
        }
        let began = Instant::now();
        let ran = acts.run_night(night).await?.ok_or_else(|| anyhow::anyhow!("the night had been told"))?;
        let told_seconds = began.elapsed().as_secs_f64();
        reading.close().await;
        Ok(Report {
            bench: "nightly",
            machine,
            persons: ran.persons,
            cases: ran.cases,
            findings,
            reference: "one SELECT over the awards that stand, counting those that ended or end within the windows",
            counted_seconds,
            looked_seconds,
            told_seconds,
            peak_memory_bytes: peak_memory(),
        })
    })
    .await
}

/// Awards, those that ended lately and those that end soon.
async fn counted(pool: &PgPool, night: Date) -> anyhow::Result<i64> {
    let (awards, _, _): (i64, i64, i64) = sqlx::query_as(
        "SELECT count(*), count(*) FILTER (WHERE upper(valid) - 1 BETWEEN $1 - 30 AND $1 - 1),
                count(*) FILTER (WHERE upper(valid) - 1 BETWEEN $1 AND $1 + 60)
         FROM ledger_awards WHERE upper_inf(known)",
    )
    .bind(jiff_sqlx::Date::from(night))
    .fetch_one(pool)
    .await?;
    Ok(awards)
}
