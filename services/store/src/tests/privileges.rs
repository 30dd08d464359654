//! What each role may not do, tried.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the same statement is tried on every table as every role"
)]

use std::borrow::Cow;

use sqlx::{AssertSqlSafe, Executor as _, PgPool};

use super::{new_id, noted, writer};

/// Tables that no role of the program writes.
const TABLES: [&str; 17] = [
    "es.events",
    "es.events_00000",
    "es.head",
    "es.streams",
    "es.commands",
    "es.claims",
    "es.subject_keys",
    "es.artifacts",
    "es.cursors",
    "es.left_out",
    "es.tree_nodes",
    "es.checkpoints",
    "es.cosignatures",
    "es.handovers",
    "es.rebuilds",
    "es.verifications",
    "es.workers",
];

const ROLES: [&str; 5] = ["es_writer", "es_projector", "es_auditor", "es_operator", "daicho_app"];

/// Who may not call what.
const CALLS: [(&str, &[&str]); 29] = [
    ("SELECT es.append(1::smallint, NULL)", &["es_projector", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.append_at(1::smallint, NULL, NULL)", &["es_writer", "es_projector", "es_auditor", "daicho_app"]),
    ("SELECT es.append_acts(1::smallint, NULL, NULL)", &ROLES),
    ("SELECT es.owners(NULL)", &ROLES),
    ("SELECT es.objections(1::smallint, NULL)", &ROLES),
    ("SELECT es.refuse_backwards(NULL, NULL, NULL)", &ROLES),
    ("SELECT es.keep_artifact(gen_random_uuid(), 'x', '', '')", &["es_projector", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.destroy_keys(gen_random_uuid())", &["es_writer", "es_projector", "es_auditor", "daicho_app"]),
    ("SELECT es.request_verification(gen_random_uuid(), NULL)", &["es_projector", "es_auditor", "es_operator", "daicho_app"]),
    (
        "SELECT es.end_verification(gen_random_uuid(), 'failed', NULL, NULL)",
        &["es_writer", "es_projector", "es_auditor", "daicho_app"],
    ),
    // As es_writer too, for there is no such event.
    ("SELECT es.carry_out_erasure(1)", &ROLES),
    ("SELECT es.resume_cursor('x')", &["es_writer", "es_projector", "es_auditor", "daicho_app"]),
    ("SELECT es.advance_cursor('x', 1, 1, '1s')", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.lock_head(1::smallint)", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.swap_cursors('x', 1, 1, now(), false)", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.leave_out('x', 1::smallint, 1, '[]')", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.let_in('x', '{}')", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.skip_parked('x', 1)", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.left_out_told('x', 1, 'parked')", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.set_on_poison('x', 'park')", &["es_writer", "es_projector", "es_auditor", "daicho_app"]),
    ("SELECT es.see_worker(gen_random_uuid(), 'x', '1s')", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.wish_rebuild('x', 'stop')", &["es_writer", "es_projector", "es_auditor", "daicho_app"]),
    ("SELECT es.guard('es.events')", &ROLES),
    (
        "SELECT es.keep_checkpoint(1::smallint, 1, '', '', '{}', '{}', '{}')",
        &["es_writer", "es_auditor", "es_operator", "daicho_app"],
    ),
    ("SELECT es.keep_handover(1::smallint, 1, '', '', '')", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT es.keep_cosignature(1::smallint, 1, '', '')", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT vault.keep(gen_random_uuid(), gen_random_uuid(), '')", &["es_projector", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT vault.reveal(gen_random_uuid())", &["es_projector", "es_auditor", "es_operator", "daicho_app"]),
    ("SELECT vault.destroy(gen_random_uuid())", &["es_writer", "es_projector", "es_auditor", "daicho_app"]),
];

/// Who may not do what else.
const OTHERS: [(&str, &[&str]); 9] = [
    ("SELECT * FROM vault.my_numbers", &ROLES),
    ("SELECT * FROM es.events", &["daicho_app"]),
    ("SELECT * FROM es.subject_keys", &["es_projector", "daicho_app"]),
    ("SELECT * FROM es.artifacts", &["es_projector", "es_operator", "daicho_app"]),
    ("DROP TABLE es.events", &ROLES),
    ("ALTER TABLE es.events DISABLE TRIGGER ALL", &ROLES),
    ("CREATE TABLE es.x (n integer)", &ROLES),
    ("CREATE TABLE read.x (n integer)", &["es_writer", "es_auditor", "es_operator", "daicho_app"]),
    ("SET session_replication_role = replica", &ROLES),
];

/// SQLSTATE of a statement as a role, or nothing where it went through. Leaves no trace.
async fn tried(pool: &PgPool, role: &str, statement: &str) -> Option<String> {
    let mut tx = pool.begin().await.unwrap();
    tx.execute(AssertSqlSafe(format!("SET LOCAL SESSION AUTHORIZATION {role}"))).await.unwrap();
    let result = tx.execute(AssertSqlSafe(statement.to_owned())).await;
    result.err().and_then(|error| error.as_database_error().and_then(|error| error.code().map(Cow::into_owned)))
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_role_does_what_it_is_not_for(pool: PgPool) {
    writer(&pool).await.append(noted(new_id())).await.unwrap();
    let denied = Some("42501".to_owned());
    let mut tries = 0;
    for role in ROLES {
        for table in TABLES {
            let column: String =
                sqlx::query_scalar("SELECT attname::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1")
                    .bind(table)
                    .fetch_one(&pool)
                    .await
                    .unwrap();
            for statement in [
                format!("INSERT INTO {table} DEFAULT VALUES"),
                format!("UPDATE {table} SET {column} = {column}"),
                format!("DELETE FROM {table}"),
                format!("TRUNCATE {table} CASCADE"),
                format!("SELECT * FROM {table} FOR UPDATE"),
            ] {
                assert_eq!(tried(&pool, role, &statement).await, denied, "{role}: {statement}");
                tries += 1;
            }
        }
    }
    for (statement, roles) in CALLS.iter().chain(&OTHERS) {
        for role in *roles {
            assert_eq!(tried(&pool, role, statement).await, denied, "{role}: {statement}");
            tries += 1;
        }
    }
    assert!(tries > 250);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_does_what_it_is_for(pool: PgPool) {
    for (role, statement) in [
        ("es_writer", "SELECT * FROM es.events, es.streams, es.head, es.commands, es.subject_keys, es.artifacts, es.cursors"),
        ("es_writer", "SELECT es.ensure_partitions()"),
        ("es_writer", "SELECT vault.reveal(gen_random_uuid())"),
        ("es_projector", "SELECT * FROM es.events, es.head, es.cursors"),
        ("es_projector", "CREATE TABLE read_next.x (n integer)"),
        (
            "es_auditor",
            "SELECT * FROM es.events, es.streams, es.head, es.commands, es.claims, es.subject_keys, es.artifacts, es.cursors, es.events_00000",
        ),
        ("es_operator", "SELECT es.resume_cursor('x')"),
    ] {
        assert_eq!(tried(&pool, role, statement).await, None, "{role}: {statement}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn triggers_refuse_even_the_owner(pool: PgPool) {
    writer(&pool).await.append(noted(new_id())).await.unwrap();
    for role in ["es_owner", "dev"] {
        for table in ["es.events", "es.events_00000", "es.artifacts"] {
            let column = if table == "es.artifacts" { "kind" } else { "event_type" };
            for statement in
                [format!("UPDATE {table} SET {column} = 'x'"), format!("DELETE FROM {table}"), format!("TRUNCATE {table}")]
            {
                for mode in ["origin", "replica"] {
                    let mut tx = pool.begin().await.unwrap();
                    tx.execute(AssertSqlSafe(format!("SET LOCAL session_replication_role = {mode}"))).await.unwrap();
                    if role == "es_owner" {
                        tx.execute("SET LOCAL ROLE es_owner").await.unwrap();
                    }
                    let error = tx.execute(AssertSqlSafe(statement.clone())).await.unwrap_err();
                    let message = error.as_database_error().map(|error| error.message().to_owned()).unwrap_or_default();
                    assert!(message.contains("history is only added to"), "{role}, {mode}: {statement}: {message}");
                }
            }
        }
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_login_role_takes_on_the_four_and_inherits_nothing(pool: PgPool) {
    let (login, inherits): (bool, bool) =
        sqlx::query_as("SELECT rolcanlogin, rolinherit FROM pg_roles WHERE rolname = 'daicho_app'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert!(login && !inherits);
    for role in ["es_writer", "es_projector", "es_auditor", "es_operator"] {
        assert_eq!(tried(&pool, "daicho_app", &format!("SET LOCAL ROLE {role}")).await, None);
    }
    assert_eq!(tried(&pool, "daicho_app", "SET LOCAL ROLE es_owner").await.as_deref(), Some("42501"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_runs_with_the_owners_rights_is_the_owners_and_looks_names_up_nowhere_else(pool: PgPool) {
    let functions: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "SELECT oid::regprocedure::text, proowner::regrole::text, array_to_string(proconfig, ' ') FROM pg_proc \
         WHERE prosecdef AND pronamespace::regnamespace::text IN ('es', 'vault', 'read')",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert!(functions.len() > 15);
    for (function, owner, settings) in functions {
        assert_eq!(owner, "es_owner", "{function}");
        assert!(settings.unwrap_or_default().contains("search_path=pg_catalog, pg_temp"), "{function}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn read_models_belong_to_the_projector_and_others_may_only_read(pool: PgPool) {
    let tables: Vec<(String, String, bool, bool)> = sqlx::query_as(
        "SELECT relname::text, relowner::regrole::text, has_table_privilege('es_writer', oid, 'SELECT'), \
                has_table_privilege('es_writer', oid, 'INSERT, UPDATE, DELETE, TRUNCATE') \
         FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'read'::regnamespace",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    for (table, owner, reads, writes) in tables {
        assert_eq!((owner.as_str(), reads, writes), ("es_projector", true, false), "{table}");
    }
}
