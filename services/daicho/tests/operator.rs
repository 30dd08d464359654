//! The operator's commands on a database with a history in it: what they print, and with which code they end.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::{Command, Output, Stdio};

use events::ids::{CommandId, CorrelationId, EventId, StaffId};
use events::vocabulary::OfficeCode;
use events::{Actor, ActorName, Log, StaffRole};
use jiff::civil::date;
use serde_json::Value;
use sqlx::{ConnectOptions as _, PgPool};
use store::{Act, Expected, NewEvent, Role, StreamAppend, Writer};
use uuid::Uuid;

const CASE: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0042);
const CHAIN: i32 = 10;
const DRIFT: i32 = 14;
const ILLEGAL: i32 = 17;
const USAGE: i32 = 64;
const INPUT_REFUSED: i32 = 65;

fn daicho(test: &PgPool, arguments: &[&str]) -> Output {
    let url = test.connect_options().to_url_lossy().to_string();
    Command::new(env!("CARGO_BIN_EXE_daicho"))
        .args(arguments)
        .env("DATABASE_URL", url)
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn sample(event_type: &str) -> String {
    let path = format!("{}/../../events/stored/{event_type}.v1.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().trim().to_owned()
}

fn staff(role: StaffRole, office: &str) -> Actor {
    Actor {
        id: StaffId(Uuid::from_u128(role as u128 + 1)),
        name: ActorName::Program("test".to_owned()),
        role,
        office: Some(OfficeCode::parse(office).unwrap()),
    }
}

/// Puts stored samples of an application onto its stream, each by the one whose act it is.
async fn history(test: &PgPool, acts: &[(&'static str, StaffRole, &str)]) {
    let url = test.connect_options().to_url_lossy().to_string();
    let pool = store::connect(&url, Role::Writer, 2).await.unwrap();
    let writer = Writer::start(&pool);
    for (n, (event_type, role, office)) in acts.iter().enumerate() {
        let id = |kind: u128| Uuid::from_u128((0x0190_0000_0000_7000_8000 << 48) | (kind << 32) | n as u128);
        let event = NewEvent {
            event_id: EventId(id(1)),
            event_type,
            schema_version: 1,
            effective_on: date(2026, 11, 6),
            payload: sample(event_type),
            metadata: "{}".to_owned(),
            reason: None,
            causation_id: None,
        };
        let act = Act {
            log: Log::Casework,
            command_id: CommandId(id(2)),
            correlation_id: CorrelationId(id(3)),
            actor: staff(*role, office),
            trace_context: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned()),
            streams: vec![StreamAppend {
                stream_id: CASE,
                stream_type: "application",
                expected: Expected::Exactly(i32::try_from(n).unwrap()),
                events: vec![event],
            }],
            claims: vec![],
            keys: vec![],
            answer: None,
            recorded_at: None,
        };
        writer.append(act).await.unwrap();
    }
}

const LEGAL: [(&str, StaffRole, &str); 3] = [
    ("application.received", StaffRole::Counter, "03"),
    ("application.forwarded", StaffRole::Counter, "03"),
    ("application.taken_up", StaffRole::Checker, "00"),
];

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn replay_shows_events_with_their_envelope_and_leaves_sealed_what_is_sealed(test: PgPool) {
    history(&test, &LEGAL).await;
    let all = lines(&daicho(&test, &["replay", "--json"]));
    assert_eq!(all.iter().map(|event| event["position"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    let first = &all[0];
    assert_eq!((&first["log"], &first["event_type"]), (&"casework".into(), &"application.received".into()));
    assert_eq!((&first["actor"]["role"], &first["actor"]["office"]), (&"counter".into(), &"03".into()));
    assert!(first["trace_context"].as_str().unwrap().contains("4bf92f3577b34da6a3ce929d0e0e4736"));
    assert!(first["payload"]["child_name"].as_str().unwrap().starts_with("p1."), "sealed content was opened");
    let stored: Value = serde_json::from_str(&sample("application.received")).unwrap();
    assert_eq!(first["payload"], stored, "the payload is not what was stored");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn replay_selects_by_range_type_stream_and_log(test: PgPool) {
    history(&test, &LEGAL).await;
    let positions = |arguments: &[&str]| -> Vec<i64> {
        let arguments: Vec<&str> = ["replay", "--json"].iter().chain(arguments).copied().collect();
        lines(&daicho(&test, &arguments)).iter().map(|event| event["position"].as_i64().unwrap()).collect()
    };
    assert_eq!(positions(&["--from", "2"]), [2, 3]);
    assert_eq!(positions(&["--from", "2", "--to", "2"]), [2]);
    assert_eq!(positions(&["--type", "application.taken_up"]), [3]);
    assert_eq!(positions(&["--stream", &CASE.to_string(), "--to", "2"]), [1, 2]);
    assert_eq!(positions(&["--log", "access"]), [0; 0]);
    assert_eq!(daicho(&test, &["replay", "--type", "application.lost"]).status.code(), Some(USAGE));
    assert_eq!(daicho(&test, &["replay", "--case", "八の一"]).status.code(), Some(USAGE));
    assert_eq!(daicho(&test, &["replay", "--case", "8-01-9999"]).status.code(), Some(INPUT_REFUSED));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn replay_stands_at_a_position_or_a_moment_and_tells_what_changed_between_two(test: PgPool) {
    history(&test, &LEGAL).await;
    let case = CASE.to_string();
    let count = |as_of: &str| lines(&daicho(&test, &["replay", "--json", "--as-of", as_of])).len();
    assert_eq!((count("2"), count("2020-01-01"), count("2999-12-31T00:00:00+09:00")), (2, 0, 3));
    assert_eq!(daicho(&test, &["replay", "--as-of", "きのう"]).status.code(), Some(USAGE));

    let told = lines(&daicho(&test, &["replay", "--json", "--stream", &case, "--diff", "1", "3"])).remove(0);
    assert_eq!((&told["before"]["version"], &told["after"]["version"]), (&1.into(), &3.into()), "{told}");
    assert_eq!((&told["log"], &told["stream_type"]), (&"casework".into(), &"application".into()));
    assert_eq!(told["before"]["facts"]["application.received"], told["after"]["facts"]["application.received"]);
    let changes = told["changes"].as_array().unwrap();
    assert!(!changes.is_empty());
    for change in changes {
        let path = change["path"].as_str().unwrap();
        assert_ne!(change["before"], change["after"]);
        assert_eq!(told["after"].pointer(path).unwrap_or(&Value::Null), &change["after"], "{path}");
        assert!(
            path.starts_with("/state/")
                || path.starts_with("/facts/application.taken_up")
                || path.starts_with("/facts/application.forwarded")
        );
    }
    assert!(changes.iter().any(|change| change["path"].as_str().unwrap().starts_with("/state/")), "{told}");
    let same = lines(&daicho(&test, &["replay", "--json", "--stream", &case, "--diff", "3", "2999-12-31"])).remove(0);
    assert_eq!(same["changes"], Value::Array(Vec::new()));
    assert_eq!(daicho(&test, &["replay", "--diff", "1", "3"]).status.code(), Some(USAGE));
    let unknown = Uuid::nil().to_string();
    assert_eq!(daicho(&test, &["replay", "--stream", &unknown, "--diff", "1", "3"]).status.code(), Some(INPUT_REFUSED));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_case_is_found_by_its_receipt_number_and_told_in_sentences(test: PgPool) {
    history(&test, &LEGAL).await;
    assert!(daicho(&test, &["rebuild", "--all"]).status.success());
    let by_number = lines(&daicho(&test, &["replay", "--case", "8-01-0412", "--json"]));
    let by_id = lines(&daicho(&test, &["replay", "--case", &CASE.to_string(), "--json"]));
    assert_eq!(by_number.len(), 3);
    assert_eq!(by_number, by_id);
    let told = daicho(&test, &["replay", "--case", "8-01-0412"]);
    let told = String::from_utf8(told.stdout).unwrap();
    let first = told.lines().next().unwrap();
    assert!(first.contains("8-01-0412") && first.contains("受け付けた") && first.contains(" R"), "{told}");
    assert!(!told.contains("p1."), "a token is no word: {told}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rebuild_answers_with_what_it_did_and_verify_finds_everything_equal(test: PgPool) {
    history(&test, &LEGAL).await;
    let rebuilt = lines(&daicho(&test, &["rebuild", "--all", "--json"]));
    assert_eq!(rebuilt.len(), projections::all().len());
    // The read model of the access log follows a log that is still empty.
    assert!(rebuilt.iter().all(|one| one["position"] == if one["projection"] == "access" { 0 } else { 3 }), "{rebuilt:?}");
    let report = lines(&daicho(&test, &["verify", "--json"])).remove(0);
    assert_eq!((&report["whole"], &report["exit"]), (&true.into(), &0.into()), "{report}");
    assert_eq!((&report["logs"][0]["events"], &report["histories"]["cases"]), (&3.into(), &1.into()));
    assert_eq!(daicho(&test, &["rebuild", "no_such_table"]).status.code(), Some(USAGE));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_changed_event_is_found_at_its_position_and_outweighs_everything_else(test: PgPool) {
    history(&test, &LEGAL).await;
    assert!(daicho(&test, &["rebuild", "--all"]).status.success());
    sqlx::raw_sql(
        "ALTER TABLE es.events_00000 DISABLE TRIGGER refuse_change;
         UPDATE es.events_00000 SET actor_office = '01' WHERE log = 1 AND position = 2;
         DELETE FROM read.case_history_entries;",
    )
    .execute(&test)
    .await
    .unwrap();
    let found = daicho(&test, &["verify", "--json"]);
    assert_eq!(found.status.code(), Some(CHAIN));
    let report: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(report["logs"][0]["first_bad"]["position"], 2, "{report}");
    assert_eq!(report["logs"][1]["whole"], true);
    let said = String::from_utf8(daicho(&test, &["verify"]).stdout).unwrap();
    assert!(said.contains("2 番") && said.contains("daicho rebuild case_history"), "{said}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_read_model_that_differs_is_found_and_rebuild_mends_it(test: PgPool) {
    history(&test, &LEGAL).await;
    assert!(daicho(&test, &["rebuild", "--all"]).status.success());
    sqlx::query("DELETE FROM read.case_history_entries WHERE position = 2").execute(&test).await.unwrap();
    assert_eq!(daicho(&test, &["verify"]).status.code(), Some(DRIFT));
    assert_eq!(daicho(&test, &["rebuild", "case_history"]).status.code(), Some(75), "rows that differ wait for a decision");
    assert_eq!(daicho(&test, &["verify"]).status.code(), Some(DRIFT));
    // Nobody has an account in this history: whoever is at the machine decides.
    let swapped = daicho(&test, &["rebuild", "case_history", "--swap"]);
    assert!(swapped.status.success(), "{}", String::from_utf8_lossy(&swapped.stderr));
    assert_eq!(daicho(&test, &["verify"]).status.code(), Some(0));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rebuild_is_planned_compared_decided_and_undone(test: PgPool) {
    const LATER: Option<i32> = Some(75);
    history(&test, &LEGAL).await;
    let plan = lines(&daicho(&test, &["rebuild", "case_history", "--plan", "--json"]));
    assert_eq!((&plan[0]["live_version"], &plan[0]["seconds"]), (&Value::Null, &Value::Null));
    let all = lines(&daicho(&test, &["rebuild", "--all", "--json"]));
    assert_eq!(all.len(), projections::all().len());
    assert!(all.iter().all(|one| one["swap_ms"].as_f64().unwrap() > 0.0), "{all:?}");
    assert!(lines(&daicho(&test, &["rebuild", "case_history", "--plan", "--json"]))[0]["seconds"].as_f64().unwrap() > 0.0);

    sqlx::query("UPDATE read.case_history_entries SET actor_office = '99' WHERE position = 2").execute(&test).await.unwrap();
    let offices = async || -> Vec<Option<String>> {
        let offices = "SELECT actor_office FROM read.case_history_entries WHERE position = 2";
        sqlx::query_scalar(offices).fetch_all(&test).await.unwrap()
    };
    let waiting = daicho(&test, &["rebuild", "case_history", "--json"]);
    assert_eq!(waiting.status.code(), LATER);
    let found: Value = serde_json::from_slice(&waiting.stdout).unwrap();
    assert_eq!(found["differences"][0]["columns"], serde_json::json!([["actor_office", 1]]), "{found}");
    assert_eq!(offices().await, [Some("99".to_owned())]);
    assert!(daicho(&test, &["rebuild", "case_history", "--swap"]).status.success());
    assert_ne!(offices().await, [Some("99".to_owned())]);
    assert_eq!(daicho(&test, &["rebuild", "case_history", "--swap"]).status.code(), LATER);
    let version = projections::all().into_iter().find(|one| one.name() == "case_history").unwrap().version();
    assert_eq!(lines(&daicho(&test, &["rebuild", "case_history", "--rollback", "--json"]))[0]["to_version"], version);
    assert_eq!(offices().await, [Some("99".to_owned())]);
    let one = lines(&daicho(&test, &["rebuild", "case_history", "--stream", &CASE.to_string(), "--json"]));
    assert_eq!(one[0]["events"], LEGAL.len());
    assert_ne!(offices().await, [Some("99".to_owned())]);
    for wish in ["--pause", "--resume", "--stop"] {
        assert_eq!(daicho(&test, &["rebuild", "case_history", wish]).status.code(), LATER, "{wish}: nothing is at work");
    }
    assert_eq!(daicho(&test, &["rebuild", "case_history", "--plan", "--stop"]).status.code(), Some(USAGE));
    assert_eq!(daicho(&test, &["rebuild", "ledger", "--person", &CASE.to_string()]).status.code(), Some(USAGE));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_approval_out_of_turn_is_an_illegal_history(test: PgPool) {
    history(&test, &[LEGAL[0], ("application.approved", StaffRole::Approver, "00")]).await;
    assert!(daicho(&test, &["rebuild", "--all"]).status.success());
    let found = daicho(&test, &["verify", "--json"]);
    let report: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(report["faults"][0]["position"], 2, "{report}");
    assert_eq!(found.status.code(), Some(ILLEGAL), "{report}");
}
