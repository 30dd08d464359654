//! Whatever is changed behind the store's back is found, where it is.

use events::Log;
use sqlx::{Executor as _, PgPool};

use super::{new_id, noted, writer};
use crate::{BadKind, verify_log};

const CHANGES: [(&str, BadKind); 23] = [
    ("UPDATE es.events SET log = 2 WHERE log = 1 AND position = 3", BadKind::Gap),
    ("UPDATE es.events SET position = 4000 WHERE log = 1 AND position = 3", BadKind::Gap),
    ("UPDATE es.events SET stream_id = gen_random_uuid() WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET stream_type = 'person' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET stream_version = 40 WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET event_id = gen_random_uuid() WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET event_type = 'case.closed' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET schema_version = 2 WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET command_id = gen_random_uuid() WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET recorded_at = recorded_at + interval '1 microsecond' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET effective_on = effective_on + 1 WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET actor_id = gen_random_uuid() WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET actor_name = actor_name || 'x' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET actor_role = 'approver' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET actor_office = '' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET reason = 'x' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET correlation_id = gen_random_uuid() WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET causation_id = gen_random_uuid() WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET trace_context = '' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET payload = (payload::text || ' ')::json WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET metadata = '{ }' WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET leaf = sha256(leaf) WHERE log = 1 AND position = 3", BadKind::Leaf),
    ("UPDATE es.events SET chain = sha256(chain) WHERE log = 1 AND position = 3", BadKind::Chain),
];

async fn five_events(pool: &PgPool) {
    let writer = writer(pool).await;
    let stream = new_id();
    for _ in 0..5 {
        writer.append(noted(stream)).await.unwrap();
    }
    // As somebody who owns the machine would do it.
    let off = "ALTER TABLE es.events DISABLE TRIGGER ALL; ALTER TABLE es.events_00000 DISABLE TRIGGER ALL; \
               CREATE TABLE kept AS SELECT * FROM es.events; CREATE TABLE kept_head AS SELECT * FROM es.head";
    pool.execute(sqlx::raw_sql(off)).await.unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn changing_any_single_column_is_found_at_that_event(pool: PgPool) {
    five_events(&pool).await;
    let columns: i64 =
        sqlx::query_scalar("SELECT count(*) FROM pg_attribute WHERE attrelid = 'es.events'::regclass AND attnum > 0")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(usize::try_from(columns), Ok(CHANGES.len()), "a column that no change is tried on");
    for (change, kind) in CHANGES {
        assert_eq!(pool.execute(change).await.unwrap().rows_affected(), 1, "{change}");
        let report = verify_log(&pool, Log::Casework, |_| ()).await.unwrap();
        assert_eq!(report.first_bad.map(|bad| (bad.position, bad.kind)), Some((3, kind)), "{change}");
        assert!(!report.whole);
        pool.execute(sqlx::raw_sql("DELETE FROM es.events; INSERT INTO es.events SELECT * FROM kept")).await.unwrap();
    }
    assert!(verify_log(&pool, Log::Casework, |_| ()).await.unwrap().whole);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_missing_end_a_changed_head_and_a_wrong_stream_are_found(pool: PgPool) {
    five_events(&pool).await;
    let cases = [
        ("DELETE FROM es.events WHERE log = 1 AND position = 5", 5, BadKind::Gap),
        ("UPDATE es.head SET chain = sha256(chain) WHERE log = 1", 5, BadKind::Head),
        ("DELETE FROM es.events WHERE log = 1 AND position = 3", 3, BadKind::Gap),
        ("UPDATE es.streams SET version = 6", 5, BadKind::Version),
        (
            "UPDATE es.streams SET version = 5; UPDATE es.head SET position = 4, chain = (SELECT chain FROM kept WHERE log = 1 AND position = 4) WHERE log = 1",
            5,
            BadKind::Head,
        ),
    ];
    for (change, position, kind) in cases {
        pool.execute(sqlx::raw_sql(change)).await.unwrap();
        let report = verify_log(&pool, Log::Casework, |_| ()).await.unwrap();
        assert_eq!(report.first_bad.map(|bad| (bad.position, bad.kind)), Some((position, kind)), "{change}");
        let restore = "DELETE FROM es.events; INSERT INTO es.events SELECT * FROM kept; DELETE FROM es.head; INSERT INTO es.head SELECT * FROM kept_head";
        pool.execute(sqlx::raw_sql(restore)).await.unwrap();
    }
    assert!(verify_log(&pool, Log::Casework, |_| ()).await.unwrap().whole);
}
