//! `bench rebuild`: a read model of one row a case built from the whole log, against one UPSERT an event and against reading the log
//! without concluding anything from it; and how fast it follows a log, batch by batch, against how fast a log grows.

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use events::Log;
use futures::TryStreamExt as _;
use serde::Serialize;
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Row as _};
use store::{KeyFiles, Projection as _, Role, SystemEntropy, Wanted, Writer};
use tokio_util::sync::CancellationToken;

use super::append;
use super::figures::Rounds;
use super::machine::{Machine, peak_memory};
use super::sample::Sample;
use super::scratch::Scratch;
use super::standing::{self, Standing};
use crate::exit::{Exit, stop};
use crate::ids::new_id;

/// Events of an act that fills the log.
const ACT: usize = 1_000;
/// Events of each case.
const EACH: usize = 10;
/// Events of a transaction of the reference.
const UPSERTS: usize = 5_000;

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    events: i64,
    rows: i64,
    payload_bytes: usize,
    reference: &'static str,
    /// Events a second of the reference.
    upserted_per_second: Rounds,
    /// Events a second of reading and decoding on one connection.
    replayed_per_second: Rounds,
    /// Events a second of a rebuild, from the first event to the exchange.
    rebuilt_per_second: Rounds,
    /// Of each round.
    rebuilt_over_upserted: Rounds,
    /// Of each round.
    rebuilt_over_replayed: Rounds,
    /// Events a second of following the log, batch by batch, with the log already there.
    followed_per_second: Rounds,
    /// Events a second of appends, 256 in flight, one event each.
    appended_per_second: f64,
    /// Medians.
    followed_over_appended: f64,
    /// How long appends waited for the exchange, in milliseconds.
    swap_ms: Rounds,
    peak_memory_bytes: Option<u64>,
}

/// Measures on a cluster of its own, which is removed afterwards.
pub async fn run(rounds: usize, events: u32, place: Option<PathBuf>, stopping: &CancellationToken) -> anyhow::Result<Report> {
    let scratch = Scratch::make(place).await?;
    let measured = tokio::select! {
        measured = measure(&scratch, rounds, events) => measured,
        () = stopping.cancelled() => Err(stop(Exit::TryLater, "測定を途中で止めました。")),
    };
    scratch.remove().await?;
    measured
}

async fn measure(scratch: &Scratch, rounds: usize, events: u32) -> anyhow::Result<Report> {
    let owner = PgPoolOptions::new().max_connections(1).connect_with(scratch.urls().owner.options()?).await?;
    let machine = Machine::look(&owner).await?;
    machine.warn();
    standing::create(&owner).await?;
    let url = scratch.urls().app.expose();
    let writing = store::connect(url, Role::Writer, 8).await?;
    let writer = Writer::start(&writing);
    let (sample, keys) = Sample::make(&KeyFiles::create(&scratch.dir().keys(), &SystemEntropy)?)?;
    let sample = Arc::new(sample);
    let mut length = writer.append(sample.act(new_id(), 0, keys)?).await?.last_position;
    while length < i64::from(events) {
        store::ensure_partitions(&writing).await?;
        length = writer.append(sample.many(ACT, EACH)?).await?.last_position;
    }
    // As an installation that has been running: counted, cleaned up, on disk.
    sqlx::query("VACUUM (ANALYZE) es.events").execute(&owner).await?;
    sqlx::query("CHECKPOINT").execute(&owner).await?;
    let projector = store::connect(url, Role::Projector, 6).await?;
    let mut report = Report {
        bench: "rebuild",
        machine,
        events: length,
        rows: 0,
        payload_bytes: sample.payload.len(),
        reference: "one prepared INSERT … ON CONFLICT DO UPDATE an event, 5,000 a transaction, the same decoding and the same rows",
        upserted_per_second: Rounds::default(),
        replayed_per_second: Rounds::default(),
        rebuilt_per_second: Rounds::default(),
        rebuilt_over_upserted: Rounds::default(),
        rebuilt_over_replayed: Rounds::default(),
        followed_per_second: Rounds::default(),
        appended_per_second: 0.0,
        followed_over_appended: 0.0,
        swap_ms: Rounds::default(),
        peak_memory_bytes: None,
    };
    // Round 0 warms caches, plans and connections; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        let upserted = upsert(&projector, length).await?;
        let replayed = replay(&projector, length).await?;
        let (rebuilt, swap_ms) = rebuild(&projector, length).await?;
        report.rows = same_rows(&projector).await?;
        sqlx::query("TRUNCATE read.bench_standing").execute(&owner).await?;
        sqlx::query("DELETE FROM es.cursors WHERE projection = 'bench_follower'").execute(&owner).await?;
        let followed = follow(&projector, length).await?;
        same_rows(&projector).await?;
        if round > 0 {
            report.upserted_per_second.push(upserted);
            report.replayed_per_second.push(replayed);
            report.rebuilt_per_second.push(rebuilt);
            report.rebuilt_over_upserted.push(rebuilt / upserted);
            report.rebuilt_over_replayed.push(rebuilt / replayed);
            report.followed_per_second.push(followed);
            report.swap_ms.push(swap_ms);
        }
    }
    let append = append::append(&writer, &sample, 256, Duration::from_secs(3)).await?;
    report.appended_per_second = append.0.per_second(append.1);
    report.followed_over_appended = report.followed_per_second.median / report.appended_per_second;
    projector.close().await;
    drop(writer);
    writing.close().await;
    owner.close().await;
    report.peak_memory_bytes = peak_memory();
    Ok(report)
}

fn per_second(events: i64, began: Instant) -> anyhow::Result<f64> {
    Ok(f64::from(u32::try_from(events)?) / began.elapsed().as_secs_f64())
}

/// Reads the whole log as events on one connection; what they hold is looked at, so that nothing is left out.
async fn replay(pool: &PgPool, length: i64) -> anyhow::Result<f64> {
    let began = Instant::now();
    let mut events = Box::pin(store::events_from(pool.clone(), Log::Casework, 0, length));
    let mut read = 0;
    while let Some(recorded) = events.try_next().await? {
        black_box(recorded.decode()?);
        read += 1;
    }
    anyhow::ensure!(read == length, "{read} events of {length}");
    per_second(length, began)
}

async fn rebuild(pool: &PgPool, length: i64) -> anyhow::Result<(f64, f64)> {
    let began = Instant::now();
    let done = store::rebuild(pool, &[&Standing], new_id(), Wanted::PLAIN, |_| (), &CancellationToken::new()).await?;
    Ok((per_second(length, began)?, done.first().and_then(|done| done.swap_ms).unwrap_or_default()))
}

/// Feeds the read model from the first event, as a worker that was away does.
async fn follow(pool: &PgPool, length: i64) -> anyhow::Result<f64> {
    let began = Instant::now();
    let stop = CancellationToken::new();
    let name = standing::Follower.name();
    let running = tokio::spawn(store::run_projections(pool.clone(), vec![Arc::new(standing::Follower)], new_id(), stop.clone()));
    while !store::wait_for(pool, name, length, Duration::from_mins(10)).await? {}
    let followed = per_second(length, began);
    stop.cancel();
    running.await?;
    followed
}

/// The rows of the rebuild are those of the reference; how many.
async fn same_rows(pool: &PgPool) -> anyhow::Result<i64> {
    let (rows, differing): (i64, i64) = sqlx::query_as(
        "SELECT count(*), count(*) FILTER (WHERE u::text IS DISTINCT FROM s::text) \
         FROM read.bench_standing AS s FULL JOIN read.bench_upserted AS u USING (case_id)",
    )
    .fetch_one(pool)
    .await?;
    anyhow::ensure!(rows > 0 && differing == 0, "{differing} of {rows} rows differ");
    Ok(rows)
}

async fn upsert(pool: &PgPool, length: i64) -> anyhow::Result<f64> {
    sqlx::query("TRUNCATE read.bench_upserted").execute(pool).await?;
    let mut reading = Box::pin(store::events_from(pool.clone(), Log::Casework, 0, length));
    let began = Instant::now();
    let mut tx = pool.begin().await?;
    let mut written = 0;
    while let Some(recorded) = reading.try_next().await? {
        let told = store::Told::from(recorded);
        standing::upsert(&mut tx, &told).await?;
        written += 1;
        if written % UPSERTS == 0 {
            tx.commit().await?;
            tx = pool.begin().await?;
        }
    }
    tx.commit().await?;
    let row = sqlx::query("SELECT sum(events)::bigint FROM read.bench_upserted").fetch_one(pool).await?;
    anyhow::ensure!(row.try_get::<i64, _>(0)? == length, "not every event was written");
    per_second(length, began)
}
