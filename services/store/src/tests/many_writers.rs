//! Many at once, and a database that goes away in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use events::Log;
use futures::future::join_all;
use sqlx::PgPool;
use uuid::Uuid;

use super::{act, event, new_id, noted, onto, pool_of, writer};
use crate::{AppendError, Expected, Role, Writer, events_from, head, stream_events, stream_version, verify_log};
use futures::TryStreamExt as _;

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_hundred_writers_on_twenty_streams_lose_nothing(pool: PgPool) {
    // Two writers, as if two servers were running.
    let writers = [writer(&pool).await, writer(&pool).await];
    let readers = pool_of(&pool, Role::Writer).await;
    let streams: Vec<Uuid> = (0..20).map(|_| new_id()).collect();
    let conflicts = Arc::new(AtomicUsize::new(0));
    let tasks = (0..200).map(|n| {
        let (writer, readers, stream, conflicts) = (writers[n % 2].clone(), readers.clone(), streams[n % 20], conflicts.clone());
        tokio::spawn(async move {
            loop {
                let seen = stream_version(&readers, Log::Casework, stream).await.unwrap();
                let payload = format!("{{\"seen\": {seen}}}");
                match writer.append(act(vec![onto(stream, Expected::Exactly(seen), vec![event("case.noted", &payload)])])).await {
                    Ok(_) => return,
                    Err(AppendError::Stale { .. }) => conflicts.fetch_add(1, Ordering::Relaxed),
                    Err(other) => unreachable!("{other}"),
                };
            }
        })
    });
    for task in join_all(tasks).await {
        task.unwrap();
    }
    assert!(conflicts.load(Ordering::Relaxed) > 0, "nobody was in anybody's way");
    for stream in &streams {
        let events = stream_events(&pool, Log::Casework, *stream, 0).await.unwrap();
        let seen: Vec<String> = events.iter().map(|event| event.payload.clone()).collect();
        let expected: Vec<String> = (0..10).map(|n| format!("{{\"seen\": {n}}}")).collect();
        assert_eq!(seen, expected);
    }
    let all: Vec<i64> =
        events_from(pool.clone(), Log::Casework, 0, i64::MAX).map_ok(|event| event.position).try_collect().await.unwrap();
    assert_eq!(all, (1..=200).collect::<Vec<_>>());
    assert!(verify_log(&pool, Log::Casework, |_| ()).await.unwrap().whole);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn killed_connections_lose_and_double_nothing(pool: PgPool) {
    let writer = Writer::start(&pool_of(&pool, Role::Writer).await);
    let stream = new_id();
    let killed = Arc::new(AtomicUsize::new(0));
    let (count, killer_pool) = (killed.clone(), pool.clone());
    let killer = tokio::spawn(async move {
        for _ in 0..25 {
            let hit: i64 = sqlx::query_scalar(
                "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity \
                 WHERE datname = current_database() AND application_name = 'daicho writer'",
            )
            .fetch_one(&killer_pool)
            .await
            .unwrap();
            count.fetch_add(usize::try_from(hit).unwrap(), Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    });
    let acts = (0..300).map(|n| {
        let writer = writer.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(n * 5)).await;
            writer.append(noted(stream)).await.unwrap()
        }
    });
    let mut positions: Vec<i64> = join_all(acts).await.into_iter().map(|done| done.first_position).collect();
    killer.abort();
    positions.sort_unstable();
    assert_eq!(positions, (1..=300).collect::<Vec<_>>());
    assert!(killed.load(Ordering::Relaxed) > 3, "hardly any connection was killed");
    assert_eq!(head(&pool, Log::Casework).await.unwrap().position, 300);
    assert!(verify_log(&pool, Log::Casework, |_| ()).await.unwrap().whole);
}
