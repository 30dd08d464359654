//! `bench verify`: `daicho verify` over a whole prefecture, as an auditor runs it: links, roots, signatures, histories, decisions and read
//! models; against reading the same log once as typed events.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

use anyhow::Context as _;
use events::Log;
use serde::{Deserialize, Serialize};
use store::Role;
use tokio::process::Command;
use tokio_util::sync::CancellationToken;

use super::figures::Rounds;
use super::history::read_typed;
use super::machine::Machine;
use super::prefecture::{EVENTS_EACH, Prefecture};
use super::scratch::until_stopped;
use crate::commands::visit::{pool, visit};
use crate::installation::DataDir;

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    /// Of the casework log.
    events: i64,
    /// Decisions that were run again.
    decisions: u64,
    /// Read models that were compared.
    read_models: usize,
    reference: &'static str,
    /// Seconds of the reference.
    replayed_seconds: Rounds,
    /// Seconds from the start of the process to its end.
    verified_seconds: Rounds,
    /// Times the reference, of each round.
    times_replay: Rounds,
    /// The most that the verifying process had in any round.
    peak_memory_bytes: u64,
}

/// What is read of a verification's own report.
#[derive(Deserialize)]
struct Verified {
    decisions: Decisions,
    projections: Vec<serde::de::IgnoredAny>,
    peak_memory_bytes: Option<u64>,
}

#[derive(Deserialize)]
struct Decisions {
    same: u64,
}

/// Seeds a prefecture of its own, measures, and removes it.
pub async fn run(rounds: usize, events: u32, place: Option<PathBuf>, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let prefecture = Prefecture { people: events.div_ceil(EVENTS_EACH), place, again: false };
    prefecture.measure(async |dir, _| until_stopped(stopping, measure(dir, rounds)).await).await
}

async fn measure(dir: &DataDir, rounds: usize) -> anyhow::Result<Report> {
    visit(Some(dir.path().to_owned()), async |_, urls| {
        let reading = pool(urls, Role::Auditor, 2).await?;
        let machine = Machine::look(&reading).await?;
        machine.warn();
        let mut report = Report {
            bench: "verify",
            machine,
            events: 0,
            decisions: 0,
            read_models: 0,
            reference: "the casework log read once from its first event to its last, every event decoded, on one connection",
            replayed_seconds: Rounds::default(),
            verified_seconds: Rounds::default(),
            times_replay: Rounds::default(),
            peak_memory_bytes: 0,
        };
        // Round 0 warms caches and connections; it does not count.
        for round in 0..=rounds {
            eprintln!("{round} / {rounds}");
            report.events = store::head(&reading, Log::Casework).await?.position;
            let began = Instant::now();
            read_typed(&reading, report.events, None).await?;
            let of_replay = began.elapsed().as_secs_f64();
            let began = Instant::now();
            let verified = verify(dir).await?;
            let of_verification = began.elapsed().as_secs_f64();
            report.decisions = verified.decisions.same;
            report.read_models = verified.projections.len();
            anyhow::ensure!(report.decisions > 0 && report.read_models > 0, "the verification looked at nothing");
            report.peak_memory_bytes = report.peak_memory_bytes.max(verified.peak_memory_bytes.unwrap_or_default());
            if round > 0 {
                report.replayed_seconds.push(of_replay);
                report.verified_seconds.push(of_verification);
                report.times_replay.push(of_verification / of_replay);
            }
        }
        reading.close().await;
        Ok(report)
    })
    .await
}

/// The whole verification in a process of its own, which must find nothing.
async fn verify(dir: &DataDir) -> anyhow::Result<Verified> {
    let output = Command::new(std::env::current_exe()?)
        .args(["verify", "--json", "--data"])
        .arg(dir.path())
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .await?;
    anyhow::ensure!(output.status.success(), "daicho verify: {}", output.status);
    serde_json::from_slice(&output.stdout).context("the report of the verification")
}
