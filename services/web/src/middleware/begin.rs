//! Each request gets an id that goes with it into events, a span in the caller's trace, and its place in the figures. The route's template
//! is told, never the address with its values.

use std::collections::HashMap;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use events::ids::CorrelationId;
use jiff::Timestamp;
use opentelemetry::KeyValue;
use opentelemetry::propagation::{Extractor, Injector};
use tracing::Instrument as _;
use tracing::field::Empty;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::state::AppState;

/// A request's id, moment and nonce.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) request_id: CorrelationId,
    pub(crate) nonce: String,
    pub(crate) now: Timestamp,
}

struct Incoming<'a>(&'a HeaderMap);

impl Extractor for Incoming<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}

#[derive(Default)]
struct Outgoing(HashMap<String, String>);

impl Injector for Outgoing {
    fn set(&mut self, key: &str, value: String) {
        self.0.insert(key.to_owned(), value);
    }
}

/// The W3C trace context of the current span, for the event that is about to be written.
pub(crate) fn trace_context() -> Option<String> {
    let mut outgoing = Outgoing::default();
    let context = tracing::Span::current().context();
    opentelemetry::global::get_text_map_propagator(|propagator| propagator.inject_context(&context, &mut outgoing));
    outgoing.0.remove("traceparent")
}

pub(crate) async fn begin(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let started = tokio::time::Instant::now();
    let mut nonce = [0; 16];
    if state.parts().entropy.fill(&mut nonce).is_err() {
        tracing::error!("no random numbers for a nonce");
    }
    let visit = Visit {
        request_id: CorrelationId(state.new_uuid()),
        nonce: URL_SAFE_NO_PAD.encode(nonce),
        now: state.parts().clock.now(),
    };
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let method = verb(request.method());
    let span = tracing::info_span!(
        "request", method, route, request_id = %visit.request_id, status = Empty, latency_ms = Empty,
        otel.name = format!("{method} {route}"), otel.kind = "server",
    );
    let parent = opentelemetry::global::get_text_map_propagator(|propagator| propagator.extract(&Incoming(request.headers())));
    // Without a collector the span is not recorded, and has no parent to take.
    let _ = span.set_parent(parent);
    request.extensions_mut().insert(visit);

    let response = next.run(request).instrument(span.clone()).await;

    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    span.record("status", status);
    span.record("latency_ms", u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX));
    span.in_scope(|| tracing::info!(status, "answered"));
    let attributes = [KeyValue::new("method", method), KeyValue::new("route", route), KeyValue::new("status", i64::from(status))];
    state.shared().requests.record(elapsed.as_secs_f64(), &attributes);
    response
}

/// The word of a method; those we do not answer are not told apart, so that nobody writes into our figures.
fn verb(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}
