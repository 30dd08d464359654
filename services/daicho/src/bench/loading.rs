//! `bench load`: an aggregate as an act loads it, folded from its stream, against a snapshot of it with the events that have come since.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use casework::Fact;
use casework::application::Application;
use cqrs_es::Aggregate as _;
use events::application::ApplicationEvent;
use events::{EventSet as _, Log};
use serde::Serialize;
use sqlx::types::Json;
use sqlx::{PgPool, Row as _};
use store::Recorded;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::figures::{Rounds, Taken};
use super::filled::Filled;
use super::machine::{Machine, peak_memory};
use super::scratch::{Scratch, until_stopped};

/// Lengths of histories. An application has about ten events, and one of a thousand would be a fault.
const LENGTHS: [usize; 4] = [10, 30, 100, 1_000];
/// Streams of each length, so that not one of them is always at hand.
const STREAMS: usize = 64;
/// Shape of the aggregate at which a snapshot was taken; another program takes no notice of it.
const FINGERPRINT: &str = "bench";

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    payload_bytes: usize,
    reference: &'static str,
    lengths: Vec<Length>,
    peak_memory_bytes: Option<u64>,
}

/// Histories of one length.
#[derive(Serialize)]
struct Length {
    events: usize,
    /// Half of them within, in milliseconds, folded from the stream.
    folded_ms: Rounds,
    /// The same with a snapshot.
    snapshot_ms: Rounds,
    /// Folding over snapshot, of each round: above 1 the snapshot is faster.
    ratio: Rounds,
    /// Bytes of one snapshot.
    snapshot_bytes: usize,
}

/// Measures on a cluster of its own, which is removed afterwards.
pub async fn run(rounds: usize, seconds: f64, place: Option<PathBuf>, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let scratch = Scratch::make(place).await?;
    let measured = until_stopped(stopping, measure(&scratch, rounds, Duration::from_secs_f64(seconds))).await;
    scratch.remove().await?;
    measured
}

async fn measure(scratch: &Scratch, rounds: usize, time: Duration) -> anyhow::Result<Report> {
    let log = Filled::open(scratch).await?;
    // Among many others, as streams lie in an installation that has been running.
    log.fill_to(200_000).await?;
    let owner = sqlx::PgPool::connect_with(scratch.urls().owner.options()?).await?;
    for statement in [
        "CREATE TABLE bench.snapshots (stream_id uuid PRIMARY KEY, version integer NOT NULL, fingerprint text NOT NULL, state json NOT NULL)",
        "GRANT SELECT ON bench.snapshots TO es_writer",
    ] {
        sqlx::query(statement).execute(&owner).await?;
    }
    let mut lengths = Vec::new();
    for events in LENGTHS {
        let mut streams = Vec::new();
        let mut snapshot_bytes = 0;
        for _ in 0..STREAMS {
            let act = log.sample.many(events, events)?;
            let stream = act.streams.first().context("the act has no stream")?.stream_id;
            log.writer.append(act).await?;
            let state = serde_json::to_string(&folded(&log.writing, stream).await?)?;
            snapshot_bytes = state.len();
            sqlx::query("INSERT INTO bench.snapshots VALUES ($1, $2, $3, $4::text::json)")
                .bind(stream)
                .bind(i32::try_from(events)?)
                .bind(FINGERPRINT)
                .bind(state)
                .execute(&owner)
                .await?;
            streams.push(stream);
        }
        let mut length = Length {
            events,
            folded_ms: Rounds::default(),
            snapshot_ms: Rounds::default(),
            ratio: Rounds::default(),
            snapshot_bytes,
        };
        // Round 0 warms caches, plans and connections; it does not count.
        for round in 0..=rounds {
            eprintln!("{events}: {round} / {rounds}");
            let folding = each(&streams, time, async |stream| folded(&log.writing, stream).await).await?;
            let restoring = each(&streams, time, async |stream| restored(&log.writing, stream).await).await?;
            if round > 0 {
                length.folded_ms.push(folding);
                length.snapshot_ms.push(restoring);
                length.ratio.push(folding / restoring);
            }
        }
        lengths.push(length);
    }
    let (machine, payload_bytes) = (log.machine.clone(), log.sample.payload.len());
    owner.close().await;
    log.close().await;
    Ok(Report {
        bench: "load",
        machine,
        payload_bytes,
        reference: "a snapshot by primary key and the events after it, restored from JSON",
        lengths,
        peak_memory_bytes: peak_memory(),
    })
}

/// Loads one after the other for `time`; half of them took no longer than this, in milliseconds.
async fn each(streams: &[Uuid], time: Duration, load: impl AsyncFn(Uuid) -> anyhow::Result<Application>) -> anyhow::Result<f64> {
    let (began, mut taken) = (Instant::now(), Taken::default());
    while began.elapsed() < time {
        for stream in streams {
            let start = Instant::now();
            black_box(load(*stream).await?);
            taken.push(start.elapsed());
        }
    }
    Ok(taken.median_ms())
}

fn take_in(mut application: Application, recorded: &[Recorded]) -> anyhow::Result<Application> {
    for event in recorded {
        let by = event.actor_id;
        let event = ApplicationEvent::decode(&event.event_type, event.schema_version, &event.payload)?;
        application.apply(Fact { event, by });
    }
    Ok(application)
}

async fn folded(pool: &PgPool, stream: Uuid) -> anyhow::Result<Application> {
    let recorded = store::stream_events(pool, Log::Casework, stream, 0).await?;
    anyhow::ensure!(!recorded.is_empty(), "no stream {stream}");
    take_in(Application::default(), &recorded)
}

async fn restored(pool: &PgPool, stream: Uuid) -> anyhow::Result<Application> {
    let row = sqlx::query("SELECT version, state FROM bench.snapshots WHERE stream_id = $1 AND fingerprint = $2")
        .bind(stream)
        .bind(FINGERPRINT)
        .fetch_one(pool)
        .await?;
    let Json(state) = row.try_get::<Json<Application>, _>(1)?;
    take_in(state, &store::stream_events(pool, Log::Casework, stream, row.try_get(0)?).await?)
}
