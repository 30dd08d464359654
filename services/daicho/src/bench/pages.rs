//! `bench http`: the screens that staff open all day in a large prefecture, against a bare page from the same database.
//!
//! The service is the real one, in its own process, with sign-in, permissions and access log; nothing is left out for speed. Many
//! connections at once tell how much it carries; one alone tells how long a person waits.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use serde::Serialize;
use store::Role;
use tokio_util::sync::CancellationToken;

use super::figures::Rounds;
use super::load::{self, Ask, CONNECTIONS};
use super::machine::Machine;
use super::prefecture::Prefecture;
use super::scratch::until_stopped;
use super::served::Served;
use super::session::{hidden_fields, link_texts, links, sign_in};
use crate::commands::visit::{pool, visit};
use crate::installation::DataDir;

/// A queue with many cases, as the division opens it.
const WORKLIST: &str = "/queues/to_check";
/// The ledger, page after page.
const LEDGER: &str = "/ledger";

/// A person's page.
const PERSON: &str = "/recipients/";
/// A case's page.
const CASE: &str = "/cases/";
/// The search over everybody.
const SEARCH: &str = "/search";

/// Who looks: a checker of the division sees every office.
const LOGIN: &str = "checker1";
/// Pages of the ledger that are asked for in turn.
const LEDGER_PAGES: usize = 50;
/// Recipients and cases whose pages are opened in turn, and names that are searched for.
const OPENED: usize = 500;
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
    screens: BTreeMap<&'static str, Measured>,
    /// Of the service's process, after a start on data that was there.
    peak_memory_bytes: Option<u64>,
    /// Of the process that serves the bare page.
    reference_peak_memory_bytes: Option<u64>,
}

#[derive(Serialize, Default)]
struct Measured {
    pages_per_second: Rounds,
    p95_ms: Rounds,
    /// With one connection alone: what one person waits for on a machine that does nothing else.
    alone_p95_ms: Rounds,
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
    let time = Duration::from_secs_f64(seconds);
    let prefecture = Prefecture { people, place, again: true };
    prefecture
        .measure(async |dir, service| {
            let bare = Served::start(dir, &["bench", "bare-page"]).await?;
            let measured = until_stopped(stopping, measure(dir, service, &bare, people, rounds, time)).await;
            bare.stop().await?;
            measured
        })
        .await
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
    let plain: Arc<[Ask]> = (1..=BARE_PAGES).map(|position| Ask::Page(format!("{}/{position}", bare.address))).collect();
    let screens = screens(&client, &service.address).await?;
    let mut reference = Measured::default();
    let mut measured: BTreeMap<&'static str, Measured> = BTreeMap::new();
    // Round 0 warms caches, plans and connections; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        let floor = Figures::of(&client, &plain, time).await?;
        for (name, asks) in &screens {
            let figures = Figures::of(&client, asks, time).await.with_context(|| format!("screen {name}"))?;
            if round > 0 {
                measured.entry(name).or_default().take(&figures, &floor);
            }
        }
        if round > 0 {
            reference.take(&floor, &floor);
        }
    }
    Ok(Report {
        bench: "http",
        machine,
        people,
        rounds,
        seconds: time.as_secs_f64(),
        connections: CONNECTIONS,
        reference,
        screens: measured,
        peak_memory_bytes: service.peak_memory(),
        reference_peak_memory_bytes: bare.peak_memory(),
    })
}

/// One stretch with many connections, one with a single one.
struct Figures {
    per_second: f64,
    p95_ms: f64,
    alone_p95_ms: f64,
}

impl Figures {
    async fn of(client: &reqwest::Client, asks: &Arc<[Ask]>, time: Duration) -> anyhow::Result<Self> {
        let (mut taken, elapsed) = load::drive(client, asks, CONNECTIONS, time).await?;
        let (mut alone, _) = load::drive(client, asks, 1, time / 3).await?;
        Ok(Self { per_second: taken.per_second(elapsed), p95_ms: taken.p95_ms(), alone_p95_ms: alone.p95_ms() })
    }
}

impl Measured {
    fn take(&mut self, figures: &Figures, reference: &Figures) {
        self.pages_per_second.push(figures.per_second);
        self.p95_ms.push(figures.p95_ms);
        self.alone_p95_ms.push(figures.alone_p95_ms);
        self.ratio.push(figures.per_second / reference.per_second);
    }
}

/// The screens and what is asked of each, found by turning pages as a reader does.
async fn screens(client: &reqwest::Client, address: &str) -> anyhow::Result<BTreeMap<&'static str, Arc<[Ask]>>> {
    let mut turned = vec![LEDGER.to_owned()];
    let (mut people, mut names) = (Vec::new(), Vec::new());
    while let Some(last) = turned.last() {
        let page = load::fetch(client, &format!("{address}{last}")).await?;
        people.extend(links(&page, PERSON));
        names.extend(link_texts(&page, PERSON));
        let next = links(&page, &format!("{LEDGER}?after=")).into_iter().rfind(|link| !turned.contains(link));
        match next {
            Some(next) if turned.len() < LEDGER_PAGES => turned.push(next),
            _ => break,
        }
    }
    let worklist = load::fetch(client, &format!("{address}{WORKLIST}")).await?;
    let pages = |links: &[String]| links.iter().take(OPENED).map(|link| Ask::Page(format!("{address}{link}"))).collect();
    let search = |name: &String| {
        let mut fields: Vec<_> = hidden_fields(&worklist).into_iter().filter(|(name, _)| name == "_token").collect();
        fields.push(("q".to_owned(), name.clone()));
        Ask::Form { address: format!("{address}{SEARCH}"), fields }
    };
    Ok(BTreeMap::from([
        ("worklist", pages(&[WORKLIST.to_owned()])),
        ("ledger", pages(&turned)),
        ("person", pages(&people)),
        ("case", pages(&links(&worklist, CASE))),
        ("search", names.iter().take(OPENED).map(search).collect()),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_exist() {
        let wanted = [
            (WORKLIST, "/queues/{queue}"),
            (LEDGER, "/ledger"),
            (PERSON, "/recipients/{id}"),
            (CASE, "/cases/{id}"),
            (SEARCH, "/search"),
        ];
        for (page, route) in wanted {
            assert!(web::routes().any(|known| known.path == route), "{page}");
        }
    }
}
