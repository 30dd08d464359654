use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use opentelemetry::propagation::TextMapPropagator as _;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::*;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PERSONAL: &str = "見本花子19990101";

/// What a collector was sent.
#[derive(Clone, Default)]
struct Received(Arc<Mutex<Vec<Bytes>>>);

/// A collector on a thread and runtime of its own, as in life; returns its address and what it gets.
fn collector() -> (String, Received) {
    let received = Received::default();
    let kept = received.clone();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    listener.set_nonblocking(true).unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let app = axum::Router::new()
                .route(
                    "/v1/traces",
                    post(|State(kept): State<Received>, body: Bytes| async move {
                        kept.0.lock().unwrap().push(body);
                    }),
                )
                .with_state(kept);
            axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), app).await.unwrap();
        });
    });
    (format!("http://{address}"), received)
}

fn contains(bodies: &[Bytes], wanted: &[u8]) -> bool {
    bodies.iter().any(|body| body.windows(wanted.len()).any(|part| part == wanted))
}

/// A request as `web` makes it, with a value that must not get out.
fn drive_a_request() {
    let carrier = std::collections::HashMap::from([("traceparent".to_owned(), format!("00-{TRACE}-00f067aa0ba902b7-01"))]);
    let span = tracing::info_span!(target: "web::request", "request", route = "/ledger/{recipient}", child = PERSONAL);
    span.set_parent(TraceContextPropagator::new().extract(&carrier)).unwrap();
    let _inside = span.enter();
    tracing::info!(target: "web::request", status = 200, typed = PERSONAL, "answered");
    tracing::warn!(target: "sqlx::query", statement = PERSONAL, "slow: {PERSONAL}");
}

/// Collects log lines.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn log_of_a_request() -> Vec<serde_json::Value> {
    let tracer = traces::provider(None).unwrap();
    let lines = Lines::default();
    let kept = lines.clone();
    tracing::subscriber::with_default(subscriber(&tracer, Some("info"), move || lines.clone()), drive_a_request);
    let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(!text.contains(PERSONAL), "{text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn spans_reach_the_collector_under_the_browsers_trace_and_without_personal_data() {
    let (address, received) = collector();
    let tracer = traces::provider(Some(&address)).unwrap();
    tracing::subscriber::with_default(subscriber(&tracer, None, io::sink), drive_a_request);
    tracer.shutdown_with_timeout(Duration::from_secs(10)).unwrap();

    let bodies = received.0.lock().unwrap().clone();
    assert!(!bodies.is_empty(), "nothing arrived at the collector");
    assert!(contains(&bodies, &hex::decode(TRACE).unwrap()), "the trace of the browser is not continued");
    assert!(contains(&bodies, b"/ledger/{recipient}") && contains(&bodies, b"daicho"));
    assert!(!contains(&bodies, PERSONAL.as_bytes()), "a field that is not allowed was exported");
}

#[test]
fn a_log_line_carries_allowed_fields_of_the_event_and_its_span() {
    let lines = log_of_a_request();
    let answered = lines.iter().find(|line| line["message"] == "answered").unwrap();
    assert_eq!(answered["status"], 200);
    assert_eq!(answered["route"], "/ledger/{recipient}");
    assert_eq!(answered["span"], "request");
    assert_eq!(answered["trace_id"], TRACE);
    assert!(answered["timestamp"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn a_line_of_a_library_says_where_but_not_what() {
    let lines = log_of_a_request();
    let foreign = lines.iter().find(|line| line["target"] == "sqlx::query").unwrap();
    assert_eq!(foreign["level"], "WARN");
    assert!(foreign["line"].is_u64() && foreign.get("message").is_none() && foreign.get("statement").is_none());
}

#[test]
fn an_unusable_collector_address_is_said_at_the_start() {
    let refused = traces::provider(Some("not an address")).unwrap_err();
    assert!(format!("{refused:#}").contains("OTEL_EXPORTER_OTLP_ENDPOINT"));
}

/// A message with a value in it passes the list of field names; so none may have one.
#[test]
fn no_log_message_of_ours_has_a_value_in_it() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = vec![root.join("services"), root.join("projections"), root.join("schema"), root.join("events")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "rs") && !entry.ends_with("telemetry/tests.rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                for call in log_calls(&text) {
                    seen += 1;
                    let message = call.rsplit('"').nth(1).unwrap_or_default();
                    assert!(!message.contains('{'), "{}: {call}", entry.display());
                }
            }
        }
    }
    assert!(seen > 0, "no log call was found: the test looks in the wrong place");
}

/// The calls of the log macros in a source text, up to the `);` that ends them.
fn log_calls(text: &str) -> Vec<&str> {
    ["tracing::error!(", "tracing::warn!(", "tracing::info!(", "tracing::debug!(", "tracing::trace!("]
        .into_iter()
        .flat_map(|head| text.match_indices(head))
        .filter_map(|(start, _)| text[start..].split(");").next())
        .collect()
}
