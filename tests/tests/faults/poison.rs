//! R-ES-5: an event that this program cannot read, in the log of a running installation. The read model stops there, is told to go on
//! without it, and does without it for good by the decision of two operators. All of it stands in the log and on the screens.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use acceptance::cluster::Cluster;
use acceptance::demo::program;
use acceptance::{Demo, PASSWORD, PATIENCE, Visitor, command_id};
use anyhow::{Context, ensure};
use events::ids::{CommandId, CorrelationId, EventId};
use events::{Actor, Log};
use jiff::civil::date;
use serde_json::Value;
use store::{Act, Expected, NewEvent, Role, StreamAppend, Writer};
use uuid::Uuid;

fn daicho(demo: &Demo, arguments: &[&str], input: &str) -> anyhow::Result<(i32, String)> {
    let mut child = Command::new(program()?)
        .args(arguments)
        .args(["--change", "C-2026-0007", "--data"])
        .arg(&demo.data)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // One that reads nothing may be gone already.
    let _ = writeln!(child.stdin.take().context("standard input")?, "{input}");
    let output = child.wait_with_output()?;
    let said = [output.stdout, output.stderr].concat();
    Ok((output.status.code().unwrap_or(-1), String::from_utf8_lossy(&said).into_owned()))
}

pub fn expect(demo: &Demo, arguments: &[&str], input: &str, wanted: i32) -> anyhow::Result<String> {
    let (code, said) = daicho(demo, arguments, input)?;
    ensure!(code == wanted, "{arguments:?} ended with {code}, not {wanted}: {said}");
    Ok(said)
}

fn until(cluster: &Cluster, what: &str, query: &str) -> anyhow::Result<()> {
    let began = Instant::now();
    while cluster.number(query)? == 0 {
        ensure!(began.elapsed() < PATIENCE, "it never came about that {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// An event as a later release would have written it. Its position.
fn poison(demo: &Demo, stream_id: Uuid) -> anyhow::Result<i64> {
    let password = std::fs::read_to_string(demo.data.join("secrets/daicho_app"))?;
    let port = demo.cluster()?.server()?.1;
    let url = format!("postgres://daicho_app:{}@127.0.0.1:{port}/daicho?sslmode=disable", password.trim());
    let id = || -> anyhow::Result<Uuid> { Ok(command_id().parse()?) };
    let event = NewEvent {
        event_id: EventId(id()?),
        event_type: "application.forwarded",
        schema_version: 9,
        effective_on: date(2026, 11, 6),
        payload: "{}".to_owned(),
        metadata: "{}".to_owned(),
        reason: None,
        causation_id: None,
    };
    let act = Act {
        log: Log::Casework,
        command_id: CommandId(id()?),
        correlation_id: CorrelationId(id()?),
        actor: Actor::program("test"),
        trace_context: None,
        streams: vec![StreamAppend { stream_id, stream_type: "application", expected: Expected::Any, events: vec![event] }],
        claims: vec![],
        keys: vec![],
        answer: None,
        recorded_at: None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let pool = store::connect(&url, Role::Writer, 4).await?;
        Ok(Writer::start(&pool).append(act).await?.last_position)
    })
}

fn told(demo: &Demo, event_type: &str, position: i64) -> anyhow::Result<Value> {
    let began = Instant::now();
    loop {
        let found = demo.replay(&["--type", event_type])?;
        let about = |event: &Value| event["payload"]["position"] == position && event["payload"]["read_model"] == "worklist";
        if let Some(event) = found.into_iter().find(about) {
            return Ok(event);
        }
        ensure!(began.elapsed() < PATIENCE, "no {event_type} of {position} in the log");
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// The whole of it. Afterwards the log has an event that nobody can read.
pub fn two_operators_skip_it(demo: &Demo) -> anyhow::Result<()> {
    let operator = Visitor::signed_in(demo, "operator1")?;
    let cluster = demo.cluster()?;
    let received = demo.replay(&["--type", "application.received"])?;
    let case: Uuid = received.last().and_then(|event| event["stream_id"].as_str()).context("an application")?.parse()?;
    let position = poison(demo, case)?;
    let at = position.to_string();
    until(&cluster, "it stops", "select count(*) from es.cursors where projection = 'worklist' and status = 'stopped'")?;
    let (code, said) = demo.run(&["doctor"]).map(|(code, output, _)| (code, output))?;
    ensure!(code == 69 && said.contains(&format!("worklist は {at} 番を読めず止まっています")), "{said}");

    expect(demo, &["parked", "policy", "worklist", "park"], "", 0)?;
    until(&cluster, "it is parked", "select count(*) from es.left_out where rows_of = 'worklist' and state = 'parked'")?;
    until(
        &cluster,
        "it goes on",
        "select count(*) from es.cursors as c join es.head as h using (log) where projection = 'worklist' and c.position >= h.position - 5",
    )?;
    ensure!(told(demo, "read_model.parked", position)?["payload"]["error"].as_str().is_some_and(|why| why.contains("version 9")));
    ensure!(expect(demo, &["parked", "list", "--json"], "", 0)?.contains(&format!("\"position\":{at}")));
    expect(demo, &["parked", "retry", "worklist"], "", 75)?;
    ensure!(operator.get("/operations/worklist")?.text().contains("飛ばすよう提案する"), "the screen offers nothing");

    let decide = |word: &'static str, login: &'static str, password: &str, wanted| {
        expect(demo, &["parked", word, "worklist", &at, "--login", login, "--why", "試験のため"], password, wanted)
    };
    decide("propose-skip", "operator1", "chigau", 65)?;
    decide("approve-skip", "operator2", PASSWORD, 65)?;
    decide("propose-skip", "operator1", PASSWORD, 0)?;
    decide("approve-skip", "operator1", PASSWORD, 65)?;
    decide("withdraw-skip", "operator2", PASSWORD, 65)?;
    ensure!(operator.get("/operations/worklist")?.text().contains("飛ばす提案を取り下げる"), "the screen offers no way back");
    decide("withdraw-skip", "operator1", PASSWORD, 0)?;
    told(demo, "read_model.skip_withdrawn", position)?;
    decide("approve-skip", "operator2", PASSWORD, 65)?;
    decide("propose-skip", "operator1", PASSWORD, 0)?;
    decide("approve-skip", "operator2", PASSWORD, 0)?;
    until(&cluster, "it is skipped", "select count(*) from es.left_out where rows_of = 'worklist' and state = 'skipped'")?;
    ensure!(told(demo, "read_model.skipped", position)?["metadata"].to_string().contains("C-2026-0007"));
    ensure!(operator.get("/operations/worklist")?.text().contains("飛ばした"), "the screen does not tell");
    decide("approve-skip", "operator2", PASSWORD, 75)?;

    let rebuilt = expect(demo, &["rebuild", "worklist", "--json"], "", 0)?;
    let rebuilt: Value = serde_json::from_str(rebuilt.lines().find(|line| line.starts_with('{')).context("an answer")?)?;
    ensure!(
        rebuilt["differences"] == Value::Array(Vec::new()) && rebuilt["left_out"] == serde_json::json!([position]),
        "{rebuilt}"
    );
    let begun = demo.replay(&["--type", "read_model.begun"])?;
    let last = begun.last().context("nothing begun on the command line is in the log")?;
    ensure!(last["payload"]["task"] == "rebuild" && last["metadata"].to_string().contains("C-2026-0007"), "{last}");
    Ok(())
}
