//! `bench http`: the worklist and the ledger of a large prefecture, against a bare page from the same database.
//!
//! The service is the real one, in its own process, with sign-in, permissions and access log; nothing is left out for speed.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use store::Role;
use tokio_util::sync::CancellationToken;

use super::figures::Rounds;
use super::load;
use super::machine::Machine;
use super::scratch::{new_place, remove};
use super::served::Served;
use super::session::{links, sign_in};
use crate::commands::visit::{pool, visit};
use crate::exit::{Exit, stop};
use crate::installation::DataDir;

/// A queue with many cases, as the division opens it.
const WORKLIST: &str = "/queues/to_check";
/// The ledger, page after page.
const LEDGER: &str = "/ledger";

/// Who looks: a checker of the division sees every office.
const LOGIN: &str = "checker1";
/// Pages of the ledger that are asked for in turn.
const LEDGER_PAGES: usize = 50;
/// Events that the bare page shows in turn.
const BARE_PAGES: usize = 1_000;

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    people: u32,
    rounds: usize,
    seconds: f64,
    connections: usize,
    reference: Measured,
    worklist: Measured,
    ledger: Measured,
    /// Of the service's process, after a start on data that was there.
    peak_memory_bytes: Option<u64>,
    /// Of the process that serves the bare page.
    reference_peak_memory_bytes: Option<u64>,
}

#[derive(Serialize, Default)]
struct Measured {
    pages_per_second: Rounds,
    p95_ms: Rounds,
    /// Pages a second over those of the reference in the same round.
    ratio: Rounds,
}

/// Seeds a prefecture of its own, measures, and removes it.
pub async fn run(
    people: u32,
    rounds: usize,
    seconds: f64,
    place: Option<PathBuf>,
    stopping: &CancellationToken,
) -> anyhow::Result<Report> {
    let dir = new_place(place)?;
    let measured = seed_and_measure(&dir, people, rounds, Duration::from_secs_f64(seconds), stopping).await;
    if dir.is_ours() {
        remove(&dir).await?;
    }
    measured
}

async fn seed_and_measure(
    dir: &DataDir,
    people: u32,
    rounds: usize,
    time: Duration,
    stopping: &CancellationToken,
) -> anyhow::Result<Report> {
    let number = people.to_string();
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--people", &number];
    eprintln!("{people} 人の見本を作っています…");
    Served::start(dir, &arguments).await?.stop().await?;
    // Started again, so that its memory is that of serving and not of seeding.
    let service = Served::start(dir, &arguments).await?;
    let measured = match Served::start(dir, &["bench", "bare-page"]).await {
        Ok(bare) => {
            let measured = tokio::select! {
                measured = measure(dir, &service, &bare, people, rounds, time) => measured,
                () = stopping.cancelled() => Err(stop(Exit::TryLater, "測定を途中で止めました。")),
            };
            bare.stop().await?;
            measured
        }
        Err(error) => Err(error),
    };
    service.stop().await?;
    measured
}

async fn measure(
    dir: &DataDir,
    service: &Served,
    bare: &Served,
    people: u32,
    rounds: usize,
    time: Duration,
) -> anyhow::Result<Report> {
    let machine = visit(Some(dir.path().to_owned()), async |_, urls| {
        let pool = pool(urls, Role::Auditor, 1).await?;
        Machine::look(&pool).await
    })
    .await?;
    machine.warn();
    let client = load::client()?;
    sign_in(&client, &service.address, LOGIN).await?;
    let worklist: Arc<[String]> = [format!("{}{WORKLIST}", service.address)].into();
    let ledger = ledger_pages(&client, &service.address).await?;
    let plain: Arc<[String]> = (1..=BARE_PAGES).map(|position| format!("{}/{position}", bare.address)).collect();

    let (mut reference, mut of_worklist, mut of_ledger) = (Measured::default(), Measured::default(), Measured::default());
    // Round 0 warms caches, plans and connections; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        let floor = one(&client, &plain, time).await?;
        let lists = [(&worklist, &mut of_worklist), (&ledger, &mut of_ledger)];
        for (addresses, measured) in lists {
            let figures = one(&client, addresses, time).await?;
            if round > 0 {
                measured.take(figures, floor.0);
            }
        }
        if round > 0 {
            reference.take(floor, floor.0);
        }
    }
    Ok(Report {
        bench: "http",
        machine,
        people,
        rounds,
        seconds: time.as_secs_f64(),
        connections: load::CONNECTIONS,
        reference,
        worklist: of_worklist,
        ledger: of_ledger,
        peak_memory_bytes: service.peak_memory(),
        reference_peak_memory_bytes: bare.peak_memory(),
    })
}

/// Pages a second and the 95th percentile of one stretch.
async fn one(client: &reqwest::Client, addresses: &Arc<[String]>, time: Duration) -> anyhow::Result<(f64, f64)> {
    let (mut taken, elapsed) = load::drive(client, addresses, time).await?;
    Ok((taken.per_second(elapsed), taken.p95_ms()))
}

impl Measured {
    fn take(&mut self, (per_second, p95): (f64, f64), reference: f64) {
        self.pages_per_second.push(per_second);
        self.p95_ms.push(p95);
        self.ratio.push(per_second / reference);
    }
}

/// The first pages of the ledger, found by turning them as a reader does.
async fn ledger_pages(client: &reqwest::Client, address: &str) -> anyhow::Result<Arc<[String]>> {
    let mut pages = vec![format!("{address}{LEDGER}")];
    while pages.len() < LEDGER_PAGES {
        let Some(last) = pages.last() else { break };
        let page = load::fetch(client, last).await?;
        let mut next = links(&page, &format!("{LEDGER}?after=")).into_iter().map(|link| format!("{address}{link}"));
        match next.rfind(|link| !pages.contains(link)) {
            Some(next) => pages.push(next),
            None => break,
        }
    }
    Ok(pages.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_exist() {
        for (page, route) in [(WORKLIST, "/queues/{queue}"), (LEDGER, "/ledger")] {
            assert!(web::routes().any(|known| known.path == route), "{page}");
        }
    }
}
