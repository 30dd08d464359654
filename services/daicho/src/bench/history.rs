//! `bench replay`: the whole log read as events, with and without opening what is sealed, and verified, against COPY of the same rows
//! that nobody decodes.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use events::{HoldsPersonal as _, Log};
use futures::TryStreamExt as _;
use serde::Serialize;
use sqlx::PgPool;
use store::{KeyRing, Opener};
use tokio_util::sync::CancellationToken;

use super::figures::Rounds;
use super::filled::Filled;
use super::machine::{Machine, peak_memory};
use super::scratch::{Scratch, until_stopped};

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    events: i64,
    payload_bytes: usize,
    reference: &'static str,
    /// Rows a second of the reference.
    copied_per_second: Rounds,
    replayed: Measured,
    /// The sealed fields opened as well.
    replayed_and_opened: Measured,
    verified: Measured,
    /// Verified over replayed, of each round.
    verified_over_replayed: Rounds,
    peak_memory_bytes: Option<u64>,
}

/// A way of reading the log.
#[derive(Default, Serialize)]
struct Measured {
    /// Events a second.
    per_second: Rounds,
    /// Over the reference, of each round.
    ratio: Rounds,
}

impl Measured {
    fn push(&mut self, per_second: f64, reference: f64) {
        self.per_second.push(per_second);
        self.ratio.push(per_second / reference);
    }
}

/// Measures on a cluster of its own, which is removed afterwards.
pub async fn run(rounds: usize, events: u32, place: Option<PathBuf>, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let scratch = Scratch::make(place).await?;
    let measured = until_stopped(stopping, measure(&scratch, rounds, events)).await;
    scratch.remove().await?;
    measured
}

async fn measure(scratch: &Scratch, rounds: usize, events: u32) -> anyhow::Result<Report> {
    let log = Filled::open(scratch).await?;
    log.fill_to(events.into()).await?;
    let length = log.length().await?;
    let (mut copied, mut ratio) = (Rounds::default(), Rounds::default());
    let (mut replayed, mut opened, mut verified) = (Measured::default(), Measured::default(), Measured::default());
    // Round 0 warms caches, plans and connections; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        let reference = raw(&log, length).await?;
        let read = replay(&log, length, false).await?;
        let read_open = replay(&log, length, true).await?;
        let checked = verify(&log, length).await?;
        if round > 0 {
            copied.push(reference);
            replayed.push(read, reference);
            opened.push(read_open, reference);
            verified.push(checked, reference);
            ratio.push(checked / read);
        }
    }
    let peak_memory_bytes = peak_memory();
    let (machine, payload_bytes) = (log.machine.clone(), log.sample.payload.len());
    log.close().await;
    Ok(Report {
        bench: "replay",
        machine,
        events: length,
        payload_bytes,
        reference: "COPY OUT (binary) of the same columns of the same rows in the same order, thrown away",
        copied_per_second: copied,
        replayed,
        replayed_and_opened: opened,
        verified,
        verified_over_replayed: ratio,
        peak_memory_bytes,
    })
}

fn per_second(events: i64, began: Instant) -> anyhow::Result<f64> {
    Ok(f64::from(u32::try_from(events)?) / began.elapsed().as_secs_f64())
}

async fn raw(log: &Filled, length: i64) -> anyhow::Result<f64> {
    let mut conn = log.reading.acquire().await?;
    let began = Instant::now();
    let mut sent = conn
        .copy_out_raw(
            "COPY (SELECT position, stream_id, stream_type, stream_version, event_id, event_type, schema_version, command_id, \
             recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id, causation_id, \
             trace_context, payload, metadata FROM es.events WHERE log = 1 ORDER BY position) TO STDOUT (FORMAT BINARY)",
        )
        .await?;
    let mut bytes = 0;
    while let Some(message) = sent.try_next().await? {
        bytes += black_box(&message).len();
    }
    anyhow::ensure!(bytes > usize::try_from(length)? * 500, "{bytes} bytes are not {length} events");
    per_second(length, began)
}

/// Events a second of reading the whole log as events.
pub async fn replay(log: &Filled, length: i64, open: bool) -> anyhow::Result<f64> {
    let began = Instant::now();
    read_typed(&log.reading, length, open.then(|| log.sample.ring())).await?;
    per_second(length, began)
}

/// Reads the whole casework log as events, opened where a ring is given; what they hold is looked at, so that nothing is left out.
pub async fn read_typed(pool: &PgPool, length: i64, ring: Option<&KeyRing>) -> anyhow::Result<()> {
    let mut events = std::pin::pin!(store::events_from(pool.clone(), Log::Casework, 0, length));
    let mut read = 0;
    while let Some(recorded) = events.try_next().await? {
        let mut event = recorded.decode()?;
        if let Some(ring) = ring {
            event.visit_personal(&mut Opener { ring })?;
        }
        black_box(event);
        read += 1;
    }
    anyhow::ensure!(read == length, "{read} events of {length}");
    Ok(())
}

/// Verifies the whole log.
pub async fn verify(log: &Filled, length: i64) -> anyhow::Result<f64> {
    let began = Instant::now();
    let report = store::verify_log(&log.reading, Log::Casework, |_| {}).await?;
    anyhow::ensure!(report.whole && report.checked == length, "the log is not whole");
    per_second(length, began)
}
