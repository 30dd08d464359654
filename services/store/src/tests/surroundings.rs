//! The guards of the log are seen, and a guard that was taken down is seen to be missing.

use sqlx::PgPool;

use super::*;
use crate::{Role, applied_migrations, catalog, server_settings};

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_role_sees_the_same_catalog_and_partitions_do_not_change_it(test: PgPool) {
    let before = catalog(&pool_of(&test, Role::Writer).await).await.unwrap();
    for role in [Role::Projector, Role::Auditor, Role::Operator] {
        assert_eq!(catalog(&pool_of(&test, role).await).await.unwrap(), before);
    }
    let mut owner = test.begin().await.unwrap();
    sqlx::query("SET LOCAL ROLE es_owner").execute(&mut *owner).await.unwrap();
    sqlx::query("SELECT es.add_events_partition(7), es.add_commands_partition('2031-01-01')").execute(&mut *owner).await.unwrap();
    owner.commit().await.unwrap();
    assert_eq!(catalog(&test).await.unwrap(), before);
    assert!(before.keys().any(|name| name.starts_with("function es.append(")), "{:?}", before.keys());
    assert!(before.contains_key("trigger es.events partitions/refuse_change"), "{:?}", before.keys());
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_weakening_is_seen_by_name(test: PgPool) {
    let mut before = catalog(&test).await.unwrap();
    for (statement, name) in [
        ("ALTER TABLE es.events DISABLE TRIGGER refuse_change", "trigger es.events/refuse_change"),
        ("ALTER TABLE es.events_00000 DISABLE TRIGGER refuse_change", "trigger es.events partitions/refuse_change"),
        ("GRANT INSERT ON es.events TO es_writer", "table es.events"),
        ("GRANT USAGE ON SCHEMA vault TO es_auditor", "schema vault"),
        ("CREATE FUNCTION es.back_door() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "function es.back_door()"),
        (
            "CREATE OR REPLACE FUNCTION es.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "function es.refuse_change()",
        ),
    ] {
        sqlx::query(statement).execute(&test).await.unwrap();
        let after = catalog(&test).await.unwrap();
        let changed: Vec<&String> =
            after.iter().filter(|(name, digest)| before.get(*name) != Some(*digest)).map(|(name, _)| name).collect();
        assert_eq!(changed, [name], "{statement}");
        before = after;
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_writer_sees_what_was_migrated_and_no_secret_setting(test: PgPool) {
    let pool = pool_of(&test, Role::Writer).await;
    let applied = applied_migrations(&pool).await.unwrap();
    let known: Vec<i64> = schema::MIGRATOR.iter().map(|migration| migration.version).collect();
    assert_eq!(applied.iter().map(|migration| migration.version).collect::<Vec<_>>(), known);
    assert!(applied.iter().all(|migration| migration.checksum.len() == 96));
    let settings = server_settings(&pool).await.unwrap();
    assert!(settings.contains_key("postgresql.version"));
    assert!(settings.keys().all(|name| !name.contains("passphrase") && !name.contains("conninfo")));
}
