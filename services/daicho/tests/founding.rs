//! A real installation is founded once, and never becomes another.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use sqlx::{ConnectOptions as _, PgPool};

fn found(test: &PgPool, keys: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daicho"))
        .args(["found", "--name", "見本 管理"])
        .args(arguments)
        .env("DATABASE_URL", test.connect_options().to_url_lossy().to_string())
        .env("DAICHO_KEYS", keys)
        .env_remove("DAICHO_CHANGE")
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn it_is_real_for_ever_and_has_one_administrator(test: PgPool) {
    let temp = tempfile::tempdir().unwrap();
    let keys = temp.path().join("keys");
    assert_eq!(found(&test, &keys, &[]).status.code(), Some(64), "without a change number");
    let first = found(&test, &keys, &["--change", "C-2026-0001"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert_eq!(String::from_utf8(first.stdout).unwrap().trim().len(), 20);
    let told: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT event_type, coalesce(payload ->> 'simulated', ''), metadata ->> 'change' FROM es.events WHERE log = 1 \
         AND event_type IN ('installation.founded', 'account.opened') ORDER BY position",
    )
    .fetch_all(&test)
    .await
    .unwrap();
    let row = |kind: &str, simulated: &str| (kind.to_owned(), simulated.to_owned(), "C-2026-0001".to_owned());
    assert_eq!(told, [row("installation.founded", "false"), row("account.opened", "")]);

    // Again: nothing is changed, and no second password is shown.
    let count = || sqlx::query_scalar::<_, i64>("SELECT count(*) FROM es.events").fetch_one(&test);
    let before = count().await.unwrap();
    let again = found(&test, &keys, &["--change", "C-2026-0002"]);
    assert!(again.status.success() && again.stdout.is_empty(), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(count().await.unwrap(), before);
}
