//! `bench bulk`: acts of a thousand events, against COPY of the same rows.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use events::Log;
use serde::Serialize;
use sqlx::PgConnection;
use store::Act;
use tokio_util::sync::CancellationToken;

use super::figures::Rounds;
use super::filled::{ACT, Filled};
use super::machine::{Machine, peak_memory};
use super::sample::Sample;
use super::scratch::{Scratch, until_stopped};

/// The result.
#[derive(Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    events_an_act: usize,
    payload_bytes: usize,
    reference: &'static str,
    /// Rows a second of the reference.
    copied_per_second: Rounds,
    /// Events a second.
    appended_per_second: Rounds,
    /// Of each round.
    ratio: Rounds,
    /// Whether the chain was whole at the end.
    whole: bool,
    peak_memory_bytes: Option<u64>,
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
    let (mut copied, mut appended, mut ratio) = (Rounds::default(), Rounds::default(), Rounds::default());
    let mut position = 1;
    // Round 0 warms caches, plans and connections; it does not count.
    for round in 0..=rounds {
        eprintln!("{round} / {rounds}");
        let mut conn = log.writing.acquire().await?;
        // Neither side pays for making its events: only what writes them is timed.
        let (mut taken, mut rows) = (Duration::ZERO, 0.0);
        while taken < time {
            let lines = lines(&log.sample, &log.sample.many(ACT, 20)?, position)?;
            position += i64::try_from(ACT)?;
            let began = Instant::now();
            copy(&mut conn, lines).await?;
            taken += began.elapsed();
            rows += 1_000.0;
        }
        let reference = rows / taken.as_secs_f64();
        let (mut taken, mut events) = (Duration::ZERO, 0.0);
        while taken < time {
            let act = log.sample.many(ACT, 20)?;
            let began = Instant::now();
            log.writer.append(act).await?;
            taken += began.elapsed();
            events += 1_000.0;
        }
        let product = events / taken.as_secs_f64();
        if round > 0 {
            copied.push(reference);
            appended.push(product);
            ratio.push(product / reference);
        }
    }
    let peak_memory_bytes = peak_memory();
    let whole = store::verify_log(&log.reading, Log::Casework, |_| {}).await?.whole;
    let (machine, payload_bytes) = (log.machine.clone(), log.sample.payload.len());
    log.close().await;
    Ok(Report {
        bench: "bulk",
        machine,
        events_an_act: ACT,
        payload_bytes,
        reference: "COPY of as many rows of the same columns and bytes a transaction, primary key only",
        copied_per_second: copied,
        appended_per_second: appended,
        ratio,
        whole,
        peak_memory_bytes,
    })
}

async fn copy(conn: &mut PgConnection, lines: String) -> anyhow::Result<()> {
    let mut copy = conn
        .copy_in_raw(
            "COPY bench.plain (position, log, stream_id, stream_type, stream_version, event_id, event_type, schema_version, \
             command_id, recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, correlation_id, trace_context, \
             payload, metadata, leaf, chain) FROM STDIN",
        )
        .await?;
    copy.send(lines.into_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

/// The rows as COPY takes them.
fn lines(sample: &Sample, act: &Act, mut position: i64) -> anyhow::Result<String> {
    let mut lines = String::new();
    let office = act.actor.office.as_ref().map_or_else(|| "\\N".to_owned(), ToString::to_string);
    for stream in &act.streams {
        for (event, version) in stream.events.iter().zip(1..) {
            writeln!(
                lines,
                "{position}\t1\t{}\t{}\t{version}\t{}\t{}\t{}\t{}\t2026-04-01 09:00:00+09\t{}\t{}\t{}\t{}\t{office}\t{}\t{}\t{}\t{}\t\\\\x{}\t\\\\x{}",
                stream.stream_id,
                stream.stream_type,
                event.event_id.0,
                event.event_type,
                event.schema_version,
                act.command_id.0,
                event.effective_on,
                act.actor.id.0,
                sample.actor_name,
                act.actor.role.code(),
                act.correlation_id.0,
                sample.trace_context,
                event.payload.replace('\\', "\\\\"),
                event.metadata,
                "5a".repeat(32),
                "a5".repeat(32),
            )?;
            position += 1;
        }
    }
    Ok(lines)
}
