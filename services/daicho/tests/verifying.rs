//! `daicho verify` on databases that somebody laid hands on: every kind of fault is found, told apart, and ends with its own code.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use events::ids::{CommandId, CorrelationId, EventId};
use events::{Actor, Log};
use evidence::{Checkpoint, Frontier, KeyKind, SigningKey};
use jiff::civil::date;
use serde_json::Value;
use sqlx::{ConnectOptions as _, PgPool};
use store::{Act, Expected, NewEvent, Role, StreamAppend, Writer};
use uuid::Uuid;

const ORIGIN: &str = "daicho.test/casework";

fn id(n: u128) -> Uuid {
    Uuid::from_u128((0x0190_0000_0000_7000_8000 << 48) | n)
}

/// Lawful events: a register of numbers gives one after the other.
async fn numbers(test: &PgPool, serials: std::ops::RangeInclusive<u32>) {
    let url = test.connect_options().to_url_lossy().to_string();
    let writer = Writer::start(&store::connect(&url, Role::Writer, 2).await.unwrap());
    for serial in serials {
        append(&writer, vec![number(serial)]).await;
    }
}

fn number(serial: u32) -> NewEvent {
    NewEvent {
        event_id: EventId(id(u128::from(serial))),
        event_type: "register.number_allocated",
        schema_version: 1,
        effective_on: date(2026, 11, 20),
        payload: format!("{{\"register\":\"receipt/8-01\",\"serial\":{serial},\"holder\":\"{}\"}}", id(7)),
        metadata: "{}".to_owned(),
        reason: None,
        causation_id: None,
    }
}

async fn append(writer: &Writer, events: Vec<NewEvent>) {
    let first = events[0].event_id.0.as_u128() & 0xffff_ffff;
    let stream = StreamAppend { stream_id: id(1_000_000), stream_type: "register", expected: Expected::Any, events };
    let act = Act {
        log: Log::Casework,
        command_id: CommandId(id(2_000_000 + first)),
        correlation_id: CorrelationId(id(3)),
        actor: Actor::program("test"),
        trace_context: None,
        streams: vec![stream],
        claims: vec![],
        keys: vec![],
        answer: None,
        recorded_at: None,
    };
    writer.append(act).await.unwrap();
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(ORIGIN, KeyKind::Log, &[seed; 32]).unwrap()
}

/// Signs the log as it is and lays the copy into the place.
async fn sign(test: &PgPool, place: &Path, key: &SigningKey, size: u64) {
    let leaves: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT leaf FROM es.events WHERE log = 1 AND position <= $1 ORDER BY position")
            .bind(i64::try_from(size).unwrap())
            .fetch_all(test)
            .await
            .unwrap();
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.push(leaf.try_into().unwrap());
    }
    keep(place, key, size, frontier.root());
}

fn keep(place: &Path, key: &SigningKey, size: u64, root: [u8; 32]) {
    let note = Checkpoint { origin: ORIGIN.to_owned(), size, root }.sign(key).note.to_string();
    std::fs::create_dir_all(place.join("casework")).unwrap();
    std::fs::write(place.join(format!("casework/{size:020}.checkpoint")), note).unwrap();
}

struct Scene {
    place: tempfile::TempDir,
}

impl Scene {
    /// Six events, checkpoints at three and six.
    async fn set(test: &PgPool) -> Self {
        numbers(test, 1..=6).await;
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("casework.vkey"), format!("{}\n", key(1).verifier())).unwrap();
        for size in [3, 6] {
            sign(test, place.path(), &key(1), size).await;
            Self::enter(test, place.path(), size).await;
        }
        // As somebody who owns the machine would do it.
        for sql in ["ALTER TABLE es.events DISABLE TRIGGER ALL", "ALTER TABLE es.events_00000 DISABLE TRIGGER ALL"] {
            sqlx::query(sql).execute(test).await.unwrap();
        }
        let scene = Self { place };
        assert!(scene.daicho(test, &["rebuild", "--all"]).status.success());
        scene
    }

    /// Into the database as well.
    async fn enter(test: &PgPool, place: &Path, size: u64) {
        let note = std::fs::read_to_string(place.join(format!("casework/{size:020}.checkpoint"))).unwrap();
        sqlx::query("INSERT INTO es.checkpoints (log, size, root, note, recorded_at) VALUES (1, $1, sha256(''), $2, now() - interval '1 hour')")
            .bind(i64::try_from(size).unwrap())
            .bind(note)
            .execute(test)
            .await
            .unwrap();
    }

    fn daicho(&self, test: &PgPool, arguments: &[&str]) -> Output {
        self.command(test, arguments).output().unwrap()
    }

    fn command(&self, test: &PgPool, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daicho"));
        command
            .args(arguments)
            .env("DATABASE_URL", test.connect_options().to_url_lossy().to_string())
            .env("DAICHO_CHECKPOINTS", self.place.path())
            .env_remove("DAICHO_KEYS")
            .env_remove("RUST_LOG")
            .stdin(Stdio::null());
        command
    }

    /// The code, and the kinds and positions of the faults.
    fn verify(&self, test: &PgPool) -> (i32, Vec<(u64, i64)>) {
        let output = self.daicho(test, &["verify", "--json"]);
        assert!(!output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let faults = report["faults"].as_array().unwrap();
        let faults = faults.iter().map(|fault| (fault["code"].as_u64().unwrap(), fault["position"].as_i64().unwrap()));
        (output.status.code().unwrap(), faults.collect())
    }
}

async fn run(test: &PgPool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(test).await.unwrap();
}

/// Computes hashes and links anew from a position on, as somebody who knows the format would.
const RELINK: &str = "DO $$ DECLARE e record; c bytea; l bytea; BEGIN
    c := decode(repeat('00', 32), 'hex');
    FOR e IN SELECT * FROM es.events WHERE log = 1 ORDER BY position LOOP
        l := es.leaf(es.entry(e.log, e.position, e.stream_id, e.stream_type, e.stream_version, e.event_id, e.event_type, e.schema_version,
             e.command_id, e.recorded_at, e.effective_on, e.actor_id, e.actor_name, e.actor_role, e.actor_office, e.reason, e.correlation_id,
             e.causation_id, e.trace_context, e.payload::text, e.metadata::text));
        c := es.link(c, l);
        UPDATE es.events SET leaf = l, chain = c WHERE log = 1 AND position = e.position;
    END LOOP;
    UPDATE es.head SET chain = c, position = (SELECT max(position) FROM es.events WHERE log = 1) WHERE log = 1;
    UPDATE es.streams SET version = (SELECT max(stream_version) FROM es.events WHERE log = 1) WHERE log = 1;
END $$";

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_whole_is_whole_and_certified(test: PgPool) {
    let scene = Scene::set(&test).await;
    assert_eq!(scene.verify(&test), (0, vec![]));
    let pdf = scene.place.path().join("out.pdf");
    let certified = scene.daicho(&test, &["verify", "--certificate", pdf.to_str().unwrap(), "--progress", "json"]);
    assert_eq!(certified.status.code(), Some(0));
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    let told = String::from_utf8(certified.stderr).unwrap();
    let first: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!(first["step"], "checkpoints");
    let kept = store::verifications(&test, 5).await.unwrap();
    assert_eq!((kept.len(), kept[0].exit_code), (2, Some(0)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_changed_or_swapped_or_renumbered_event_breaks_the_chain(test: PgPool) {
    let scene = Scene::set(&test).await;
    run(&test, "UPDATE es.events SET actor_role = 'approver' WHERE log = 1 AND position = 4").await;
    let (code, faults) = scene.verify(&test);
    assert_eq!((code, faults[0]), (10, (10, 4)));
    run(&test, "UPDATE es.events SET actor_role = 'program' WHERE log = 1 AND position = 4").await;
    assert_eq!(scene.verify(&test).0, 0);
    run(&test, "UPDATE es.events SET position = 9000 WHERE log = 1 AND position = 2; UPDATE es.events SET position = 2 WHERE log = 1 AND position = 5;
                UPDATE es.events SET position = 5 WHERE log = 1 AND position = 9000")
        .await;
    let (code, faults) = scene.verify(&test);
    assert_eq!((code, faults[0]), (10, (10, 2)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rewritten_log_that_is_linked_anew_has_another_root(test: PgPool) {
    let scene = Scene::set(&test).await;
    run(&test, "UPDATE es.events SET effective_on = effective_on + 1 WHERE log = 1 AND position = 5").await;
    run(&test, RELINK).await;
    // The checkpoint at three still stands; the one at six is of the other branch.
    assert_eq!(scene.verify(&test), (11, vec![(11, 6)]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_forged_later_checkpoint_has_no_good_signature(test: PgPool) {
    let scene = Scene::set(&test).await;
    keep(scene.place.path(), &key(2), 900, [7; 32]);
    let (code, faults) = scene.verify(&test);
    assert_eq!((code, faults), (12, vec![(12, 900)]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_missing_end_and_a_restored_older_database_are_shorter_than_their_checkpoint(test: PgPool) {
    let scene = Scene::set(&test).await;
    run(&test, "DELETE FROM es.events WHERE log = 1 AND position > 4").await;
    // Whoever leaves the head as it was is found by it.
    assert_eq!(scene.verify(&test).0, 10);
    run(&test, RELINK).await;
    // Read models are ahead of such a log, and are found as well; the lower code wins.
    let (code, faults) = scene.verify(&test);
    assert_eq!((code, faults[0]), (13, (13, 5)));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_checkpoint_that_lies_in_one_place_only_is_missing_in_the_other(test: PgPool) {
    let scene = Scene::set(&test).await;
    // Into the place, but never into the database.
    sign(&test, scene.place.path(), &key(1), 5).await;
    assert_eq!(scene.verify(&test), (15, vec![(15, 5)]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn old_events_without_a_checkpoint_while_a_worker_runs_are_found(test: PgPool) {
    let scene = Scene::set(&test).await;
    numbers(&test, 7..=7).await;
    run(&test, "UPDATE es.events SET recorded_at = recorded_at - interval '1 hour' WHERE log = 1 AND position = 7").await;
    run(&test, RELINK).await;
    assert_eq!(scene.verify(&test), (0, vec![]), "no worker runs");
    run(
        &test,
        "UPDATE es.cursors SET owner = gen_random_uuid(), lease_until = now() + interval '1 hour' WHERE projection = 'ledger'",
    )
    .await;
    assert_eq!(scene.verify(&test), (15, vec![(15, 7)]));
    // A worker that has only just begun is given the seconds it needs to sign what it found.
    let beginning = scene.command(&test, &["verify", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    sign(&test, scene.place.path(), &key(1), 7).await;
    Scene::enter(&test, scene.place.path(), 7).await;
    assert_eq!(told(&beginning.wait_with_output().unwrap()).0, 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_history_that_no_aggregate_would_tell_is_illegal_although_it_is_linked_and_signed(test: PgPool) {
    let scene = Scene::set(&test).await;
    numbers(&test, 9..=9).await;
    assert_eq!(scene.verify(&test), (17, vec![(17, 7)]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_read_model_that_differs_is_drift(test: PgPool) {
    let scene = Scene::set(&test).await;
    run(&test, "INSERT INTO read.retention_people (person, number, subjects, stage, held, position) VALUES (gen_random_uuid(), 'x', '{}', 'kept', false, 1)")
        .await;
    let (code, faults) = scene.verify(&test);
    assert_eq!((code, faults), (14, vec![(14, 0)]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_verified_before_is_not_computed_again_where_somebody_says_so(test: PgPool) {
    let scene = Scene::set(&test).await;
    run(&test, "UPDATE es.events SET metadata = '{ }' WHERE log = 1 AND position = 2").await;
    assert_eq!(scene.verify(&test).0, 10);
    let from = scene.daicho(&test, &["verify", "--json", "--from", "3"]);
    let report: Value = serde_json::from_slice(&from.stdout).unwrap();
    assert_eq!((from.status.code(), &report["logs"][0]["from"]), (Some(0), &3.into()), "{report}");
    // The leaves before are still those that were signed.
    assert_eq!(report["logs"][0]["checkpoints"], 2);
    run(&test, "UPDATE es.events SET leaf = sha256(leaf) WHERE log = 1 AND position = 2").await;
    assert_eq!(scene.daicho(&test, &["verify", "--from", "3"]).status.code(), Some(11));
    // A state of an earlier run goes on behind it.
    let state = scene.place.path().join("state.json");
    let chain: Vec<u8> =
        sqlx::query_scalar("SELECT chain FROM es.events WHERE log = 1 AND position = 3").fetch_one(&test).await.unwrap();
    std::fs::write(&state, format!("{{\"logs\":{{\"1\":{{\"position\":3,\"chain\":\"{}\"}}}}}}", hex::encode(chain))).unwrap();
    let resumed = scene.daicho(&test, &["verify", "--json", "--resume", state.to_str().unwrap()]);
    let report: Value = serde_json::from_slice(&resumed.stdout).unwrap();
    assert_eq!(report["logs"][0]["from"], 3);
    assert!(!state.exists(), "a verification that came to its end leaves no state");
}

/// Code, kind and position of the faults of a report.
fn told(output: &Output) -> (i32, Value, Vec<(u64, i64)>) {
    assert!(!output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let faults = report["faults"].as_array().unwrap();
    let faults = faults.iter().map(|fault| (fault["code"].as_u64().unwrap(), fault["position"].as_i64().unwrap())).collect();
    (output.status.code().unwrap(), report, faults)
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_export_is_verified_like_the_database_and_says_the_same(test: PgPool) {
    let scene = Scene::set(&test).await;
    let place = |name: &str| scene.place.path().join(name).to_str().unwrap().to_owned();
    let (out, key) = (place("out"), place("casework.vkey"));
    assert!(scene.daicho(&test, &["evidence", "export", &out]).status.success());
    let (_, database, _) = told(&scene.daicho(&test, &["verify", "--json"]));
    let (code, export, _) = told(&scene.daicho(&test, &["verify", "--export", &out, "--key", &key, "--json"]));
    assert_eq!((code, &export["source"]), (0, &"export".into()));
    let fields = |report: &Value| report.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(fields(&database), fields(&export));
    assert_eq!(database["histories"], export["histories"]);
    for field in ["log", "events", "chain", "first_leaf", "root", "newest_checkpoint", "signer"] {
        assert_eq!(database["logs"][0][field], export["logs"][0][field], "{field}");
    }
    let offline = scene.daicho(&test, &["evidence", "verify", &out, "--key", &key, "--json"]);
    assert_eq!(told(&offline).1["logs"], export["logs"]);
    // The key that lies beside the files is taken where no other is at hand, and that is said.
    let words = scene.daicho(&test, &["verify", "--export", &out]);
    assert!(words.status.success() && String::from_utf8_lossy(&words.stdout).contains("--key"));
    let pdf = place("offline.pdf");
    assert!(scene.daicho(&test, &["verify", "--export", &out, "--key", &key, "--certificate", &pdf]).status.success());
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));

    // Faults have the codes and places that they have in the database.
    let line = scene.place.path().join("out/payloads/000.p/6.jsonl");
    let payloads = std::fs::read_to_string(&line).unwrap();
    std::fs::write(&line, payloads.replacen("\\\"serial\\\":4", "\\\"serial\\\":8", 1)).unwrap();
    let (code, report, faults) = told(&scene.daicho(&test, &["verify", "--export", &out, "--key", &key, "--json"]));
    assert_eq!((code, faults[0], &report["faults"][0]["detail"]), (10, (10, 4), &"leaf".into()));
    std::fs::write(&line, payloads).unwrap();
    std::fs::write(scene.place.path().join("other.vkey"), format!("{}\n", key_of_another())).unwrap();
    let other = scene.daicho(&test, &["verify", "--export", &out, "--key", &place("other.vkey"), "--json"]);
    assert_eq!(told(&other).0, 12);
    std::fs::remove_file(scene.place.path().join("out/checkpoint")).unwrap();
    assert_eq!(told(&scene.daicho(&test, &["verify", "--export", &out, "--key", &key, "--json"])).0, 15);
    assert_eq!(scene.daicho(&test, &["verify", "--export", &out, "--resume", "x"]).status.code(), Some(64));
}

fn key_of_another() -> evidence::VerifierKey {
    key(9).verifier().clone()
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_illegal_history_is_found_in_an_export_although_it_is_signed(test: PgPool) {
    let scene = Scene::set(&test).await;
    numbers(&test, 9..=9).await;
    sign(&test, scene.place.path(), &key(1), 7).await;
    Scene::enter(&test, scene.place.path(), 7).await;
    let place = |name: &str| scene.place.path().join(name).to_str().unwrap().to_owned();
    let (out, key) = (place("out"), place("casework.vkey"));
    assert!(scene.daicho(&test, &["evidence", "export", &out]).status.success());
    let (code, _, faults) = told(&scene.daicho(&test, &["verify", "--export", &out, "--key", &key, "--json"]));
    assert_eq!((code, faults), (17, vec![(17, 7)]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_archive_is_compressed_and_read_like_the_database(test: PgPool) {
    let scene = Scene::set(&test).await;
    let writer = Writer::start(&store::connect(test.connect_options().to_url_lossy().as_str(), Role::Writer, 2).await.unwrap());
    append(&writer, (7..=4_100).map(number).collect()).await;
    sign(&test, scene.place.path(), &key(1), 4_100).await;
    Scene::enter(&test, scene.place.path(), 4_100).await;
    let place = |name: &str| scene.place.path().join(name).to_str().unwrap().to_owned();
    let (out, key) = (place("archive"), place("casework.vkey"));
    let (code, report, _) = told(&scene.daicho(&test, &["archive", &out, "--json"]));
    assert_eq!((code, &report["logs"][0]["events"]), (0, &4_100.into()));
    let segment = scene.place.path().join("archive/segments/000.zip");
    assert!(segment.is_file() && !scene.place.path().join("archive/payloads/000.jsonl").exists());
    assert_eq!(told(&scene.daicho(&test, &["verify", "--export", &out, "--key", &key, "--json"])).0, 0);

    // Replay says the same from the archive, without a database.
    let arguments = ["replay", "--json", "--from", "4090", "--to", "4099"];
    let (database, archive) = (
        scene.daicho(&test, &arguments),
        scene.command(&test, &[&arguments[..], &["--export", &out]].concat()).env_remove("DATABASE_URL").output().unwrap(),
    );
    assert_eq!(String::from_utf8(database.stdout).unwrap(), String::from_utf8(archive.stdout).unwrap());
    // Again: nothing to do, and still whole.
    assert_eq!(told(&scene.daicho(&test, &["archive", &out, "--json"])).0, 0);
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    assert_eq!(told(&scene.daicho(&test, &["archive", &out, "--json"])).0, 10);
}
