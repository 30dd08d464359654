//! `bench growth`: what an event costs to append, to replay and to verify while the log grows. The reference is the shortest log.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::append::append;
use super::figures::Rounds;
use super::filled::Filled;
use super::history::{replay, verify};
use super::machine::{Machine, peak_memory, read_from_disks};
use super::scratch::{Scratch, until_stopped};

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    lengths: Vec<Length>,
    peak_memory_bytes: Option<u64>,
}

/// A log of some length; each cost is in microseconds an event.
#[derive(Serialize)]
struct Length {
    events: i64,
    append_256_in_flight: Rounds,
    replay: Rounds,
    verify: Rounds,
    /// Bytes an event that the machine read from its disks while it replayed: a log that is longer than what the system keeps in memory
    /// comes from there.
    replay_read_from_disk: Rounds,
    /// Cost over that of the shortest log: append, replay, verify.
    growth: [f64; 3],
}

impl Length {
    /// One line of what was found.
    fn told(&self) -> String {
        let [append, replay, verify] = self.growth;
        format!(
            "{} events, microseconds an event: append {:.2} ({append:.2} times the shortest), replay {:.2} ({replay:.2}), verify {:.2} ({verify:.2})",
            self.events, self.append_256_in_flight.median, self.replay.median, self.verify.median
        )
    }
}

/// Measures on a cluster of its own, which is removed afterwards.
pub async fn run(
    rounds: usize,
    seconds: f64,
    lengths: &[u32],
    place: Option<PathBuf>,
    stopping: &CancellationToken,
) -> anyhow::Result<Report> {
    let scratch = Scratch::make(place).await?;
    let measured = until_stopped(stopping, measure(&scratch, rounds, Duration::from_secs_f64(seconds), lengths)).await;
    scratch.remove().await?;
    measured
}

async fn measure(scratch: &Scratch, rounds: usize, time: Duration, lengths: &[u32]) -> anyhow::Result<Report> {
    let log = Filled::open(scratch).await?;
    let mut found: Vec<Length> = Vec::new();
    for length in lengths {
        log.fill_to((*length).into()).await?;
        let events = log.length().await?;
        let (mut appending, mut replaying, mut verifying) = (Rounds::default(), Rounds::default(), Rounds::default());
        let mut reading = Rounds::default();
        // Round 0 warms caches, plans and connections; it does not count.
        for round in 0..=rounds {
            let (taken, elapsed) = append(&log.writer, &log.sample, 256, time).await?;
            let now = log.length().await?;
            let before = read_from_disks();
            let replayed = 1e6 / replay(&log, now, false).await?;
            let from_disk = before.zip(read_from_disks()).map(|(before, after)| after.saturating_sub(before));
            let costs = [1e6 / taken.per_second(elapsed), replayed, 1e6 / verify(&log, now).await?];
            if round > 0 {
                if let Some(bytes) = from_disk {
                    reading.push(f64::from(u32::try_from(bytes / u64::try_from(now)?)?));
                }
                appending.push(costs[0]);
                replaying.push(costs[1]);
                verifying.push(costs[2]);
            }
        }
        let costs = [appending.median, replaying.median, verifying.median];
        let growth = match found.first() {
            Some(first) => {
                [costs[0] / first.append_256_in_flight.median, costs[1] / first.replay.median, costs[2] / first.verify.median]
            }
            None => [1.0; 3],
        };
        let length = Length {
            events,
            append_256_in_flight: appending,
            replay: replaying,
            verify: verifying,
            replay_read_from_disk: reading,
            growth,
        };
        // The next one may take hours; whoever stops it keeps what was measured so far.
        eprintln!("{}", length.told());
        found.push(length);
    }
    let (machine, peak_memory_bytes) = (log.machine.clone(), peak_memory());
    log.close().await;
    Ok(Report { bench: "growth", machine, lengths: found, peak_memory_bytes })
}
