//! The reference: single-row INSERTs of the same columns and bytes, each its own transaction, from 16 connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff_sqlx::ToSqlx as _;
use sqlx::PgPool;
use uuid::Uuid;

use super::figures::Taken;
use super::sample::Sample;
use crate::ids::new_id;

/// Connections that insert at once.
pub const CONNECTIONS: u32 = 16;

/// A table with the columns of the log and a primary key: no trigger, no partition, no hash, no check of versions.
pub async fn create(owner: &PgPool) -> anyhow::Result<()> {
    for statement in [
        "CREATE SCHEMA bench",
        "CREATE TABLE bench.plain (LIKE es.events)",
        "ALTER TABLE bench.plain ADD PRIMARY KEY (log, position)",
        "GRANT USAGE ON SCHEMA bench TO es_writer",
        "GRANT INSERT, SELECT ON bench.plain TO es_writer",
    ] {
        sqlx::query(statement).execute(owner).await?;
    }
    Ok(())
}

/// Inserts for `time`; what each insert took.
pub async fn run(
    pool: &PgPool,
    sample: &Arc<Sample>,
    position: &Arc<AtomicI64>,
    time: Duration,
) -> anyhow::Result<(Taken, Duration)> {
    let began = Instant::now();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (pool, sample, position) = (pool.clone(), Arc::clone(sample), Arc::clone(position));
        workers.spawn(async move {
            let mut connection = pool.acquire().await?;
            let mut taken = Taken::default();
            let stream = new_id();
            let mut version = 0;
            while began.elapsed() < time {
                version += 1;
                let start = Instant::now();
                insert(&mut connection, &sample, stream, version, position.fetch_add(1, Ordering::Relaxed)).await?;
                taken.push(start.elapsed());
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

async fn insert(
    connection: &mut sqlx::PgConnection,
    sample: &Sample,
    stream: Uuid,
    version: i32,
    position: i64,
) -> anyhow::Result<()> {
    sqlx::query(
        "INSERT INTO bench.plain (log, position, stream_id, stream_type, stream_version, event_id, event_type, schema_version,
             command_id, recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason, correlation_id,
             causation_id, trace_context, payload, metadata, leaf, chain)
         VALUES (1, $1, $2, 'application', $3, $4, $5, $6, $7, now(), $8, $9, $10, $11, $12, NULL, $13, NULL, $14,
             $15::text::json, $16::text::json, $17, $18)",
    )
    .bind(position)
    .bind(stream)
    .bind(version)
    .bind(new_id())
    .bind(sample.event_type)
    .bind(sample.schema_version)
    .bind(new_id())
    .bind(sample.effective_on.to_sqlx())
    .bind(sample.actor.id.0)
    .bind(&sample.actor_name)
    .bind(sample.actor.role.code())
    .bind(sample.actor.office.as_ref().map(ToString::to_string))
    .bind(new_id())
    .bind(&sample.trace_context)
    .bind(&sample.payload)
    .bind("{}")
    .bind([0x5a_u8; 32].as_slice())
    .bind([0xa5_u8; 32].as_slice())
    .execute(connection)
    .await?;
    Ok(())
}
