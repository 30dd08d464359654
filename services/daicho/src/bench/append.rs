//! `bench append`: sealed events through the writer, against plain INSERTs, in interleaved rounds.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, Instant};

use events::Log;
use serde::Serialize;
use sqlx::postgres::PgPoolOptions;
use store::{KeyFiles, Role, SystemEntropy, Writer};
use tokio_util::sync::CancellationToken;

use super::figures::{Rounds, Taken};
use super::machine::{Machine, peak_memory};
use super::plain_insert;
use super::sample::Sample;
use super::scratch::{Scratch, until_stopped};
use crate::ids::new_id;

/// Events in a stream before the next is begun: about what a case comes to.
const STREAM: i32 = 20;
/// How many acts wait for their answer at once.
const IN_FLIGHT: [usize; 3] = [1, 16, 256];

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    rounds: usize,
    seconds: f64,
    /// Bytes of one payload.
    payload_bytes: usize,
    reference: Reference,
    in_flight: Vec<Level>,
    /// Events in the log at the end; equal to what was acknowledged.
    appended: i64,
    /// Whether the chain was whole at the end.
    whole: bool,
    peak_memory_bytes: Option<u64>,
}

#[derive(Serialize)]
struct Reference {
    what: &'static str,
    connections: u32,
    per_second: Rounds,
    p95_ms: Rounds,
}

#[derive(Serialize)]
struct Level {
    in_flight: usize,
    per_second: Rounds,
    p95_ms: Rounds,
    /// Events a second over those of the reference in the same round.
    ratio: Rounds,
}

/// Measures on a cluster of its own, which is removed afterwards.
pub async fn run(rounds: usize, seconds: f64, place: Option<PathBuf>, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let scratch = Scratch::make(place).await?;
    let measured = until_stopped(stopping, measure(&scratch, rounds, Duration::from_secs_f64(seconds))).await;
    scratch.remove().await?;
    measured
}

async fn measure(scratch: &Scratch, rounds: usize, time: Duration) -> anyhow::Result<Report> {
    let owner = PgPoolOptions::new().max_connections(1).connect_with(scratch.urls().owner.options()?).await?;
    let machine = Machine::look(&owner).await?;
    machine.warn();
    plain_insert::create(&owner).await?;
    owner.close().await;

    let url = scratch.urls().app.expose();
    let writing = store::connect(url, Role::Writer, 8).await?;
    let inserting = store::connect(url, Role::Writer, plain_insert::CONNECTIONS).await?;
    let writer = Writer::start(&writing);
    let (sample, keys) = Sample::make(&KeyFiles::create(&scratch.dir().keys(), &SystemEntropy)?)?;
    let sample = Arc::new(sample);
    let mut acknowledged = writer.append(sample.act(new_id(), 0, keys)?).await?.last_position;

    let position = Arc::new(AtomicI64::new(1));
    let mut reference = Reference {
        what: "one INSERT of the same columns and bytes a transaction, prepared, primary key only",
        connections: plain_insert::CONNECTIONS,
        per_second: Rounds::default(),
        p95_ms: Rounds::default(),
    };
    let mut levels = IN_FLIGHT.map(|in_flight| Level {
        in_flight,
        per_second: Rounds::default(),
        p95_ms: Rounds::default(),
        ratio: Rounds::default(),
    });
    // Round 0 warms caches, plans and connections; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        let (mut taken, elapsed) = plain_insert::run(&inserting, &sample, &position, time).await?;
        let plain = taken.per_second(elapsed);
        if round > 0 {
            reference.per_second.push(plain);
            reference.p95_ms.push(taken.p95_ms());
        }
        for level in &mut levels {
            let (mut taken, elapsed) = append(&writer, &sample, level.in_flight, time).await?;
            acknowledged += i64::try_from(taken.count())?;
            if round > 0 {
                level.per_second.push(taken.per_second(elapsed));
                level.p95_ms.push(taken.p95_ms());
                level.ratio.push(taken.per_second(elapsed) / plain);
            }
        }
    }
    let peak_memory_bytes = peak_memory();
    drop(writer);
    inserting.close().await;
    writing.close().await;

    let auditor = store::connect(url, Role::Auditor, 2).await?;
    let appended = store::head(&auditor, Log::Casework).await?.position;
    anyhow::ensure!(appended == acknowledged, "記録は {appended} 件、応答は {acknowledged} 件で、数が合いません");
    let whole = store::verify_log(&auditor, Log::Casework, |_| {}).await?.whole;
    auditor.close().await;
    Ok(Report {
        bench: "append",
        machine,
        rounds,
        seconds: time.as_secs_f64(),
        payload_bytes: sample.payload.len(),
        reference,
        in_flight: levels.into(),
        appended,
        whole,
        peak_memory_bytes,
    })
}

/// Appends for `time` with so many acts in flight, each to streams of its own; what each took.
pub(super) async fn append(
    writer: &Writer,
    sample: &Arc<Sample>,
    in_flight: usize,
    time: Duration,
) -> anyhow::Result<(Taken, Duration)> {
    let began = Instant::now();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..in_flight {
        let (writer, sample) = (writer.clone(), Arc::clone(sample));
        workers.spawn(async move {
            let mut taken = Taken::default();
            let (mut stream, mut version) = (new_id(), 0);
            while began.elapsed() < time {
                let start = Instant::now();
                writer.append(sample.act(stream, version, Vec::new())?).await?;
                taken.push(start.elapsed());
                version += 1;
                if version == STREAM {
                    (stream, version) = (new_id(), 0);
                }
            }
            anyhow::Ok(taken)
        });
    }
    let mut all = Taken::default();
    while let Some(done) = workers.join_next().await {
        all.join(done??);
    }
    Ok((all, began.elapsed()))
}
