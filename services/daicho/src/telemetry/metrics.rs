//! Numbers for scraping. Every crate records through `opentelemetry::global::meter`; the registry made here is what
//! `/metrics` prints. Attributes are route templates, event types and the like: bounded, and never about a person.

use std::time::Duration;

use anyhow::Context as _;
use opentelemetry::KeyValue;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::{Aggregation, Instrument, InstrumentKind, SdkMeterProvider, Stream};
use sqlx::PgPool;
use store::ProjectionState;
use tokio_util::sync::CancellationToken;

/// Edges of the buckets of every duration, in seconds: fine around the half second in which a page has to be there.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 10.0];

/// The source of all instruments, and the registry in which they are read.
pub(super) fn provider() -> anyhow::Result<(SdkMeterProvider, prometheus::Registry)> {
    let registry = prometheus::Registry::new();
    let reader = opentelemetry_prometheus::exporter()
        .with_registry(registry.clone())
        .without_target_info()
        .build()
        .context("計測値の準備に失敗しました")?;
    let resource = Resource::builder_empty().build();
    let provider = SdkMeterProvider::builder().with_resource(resource).with_reader(reader).with_view(durations).build();
    Ok((provider, registry))
}

fn durations(instrument: &Instrument) -> Option<Stream> {
    if instrument.kind() != InstrumentKind::Histogram || instrument.unit() != "s" {
        return None;
    }
    let buckets = Aggregation::ExplicitBucketHistogram { boundaries: SECONDS.to_vec(), record_min_max: false };
    Stream::builder().with_aggregation(buckets).build().ok()
}

/// How often projections are asked where they are.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Keeps the gauges of the log and of every projection right until `stop`.
pub async fn watch_projections(pool: PgPool, stop: CancellationToken) {
    let meter = opentelemetry::global::meter("daicho");
    let head = meter.i64_gauge("es_head_position").build();
    let position = meter.i64_gauge("projection_position").build();
    let lag_events = meter.i64_gauge("projection_lag_events").build();
    let lag_seconds = meter.f64_gauge("projection_lag_seconds").build();
    let stopped = meter.i64_gauge("projection_stopped").build();
    let parked = meter.i64_gauge("projection_parked_events").build();
    let parked_age = meter.f64_gauge("projection_parked_age_seconds").build();
    loop {
        match store::projection_status(&pool).await {
            Ok(all) => {
                for status in all {
                    head.record(status.head, &[KeyValue::new("log", i64::from(status.log))]);
                    let is_stopped = matches!(status.state, ProjectionState::Stopped { .. });
                    let name = [KeyValue::new("projection", status.projection)];
                    position.record(status.position, &name);
                    lag_events.record(status.lag_events, &name);
                    lag_seconds.record(status.lag_seconds, &name);
                    stopped.record(i64::from(is_stopped), &name);
                    parked.record(status.parked, &name);
                    parked_age.record(status.parked_since.map_or(0.0, age), &name);
                }
            }
            Err(error) => tracing::warn!(error = %error, "projections cannot be asked where they are"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long an event has been parked by now")]
fn age(since: jiff::Timestamp) -> f64 {
    jiff::Timestamp::now().duration_since(since).as_secs_f64().max(0.0)
}

#[cfg(test)]
mod tests {
    use opentelemetry::metrics::MeterProvider as _;

    use super::*;

    #[test]
    fn a_duration_is_printed_in_seconds_by_route_template() {
        let (provider, registry) = provider().unwrap();
        let meter = provider.meter("web");
        meter
            .f64_histogram("http_server_request_duration")
            .with_unit("s")
            .build()
            .record(0.3, &[KeyValue::new("route", "/ledger/{recipient}")]);
        meter.u64_counter("es_append").build().add(2, &[KeyValue::new("outcome", "done")]);
        let text = prometheus::TextEncoder::new().encode_to_string(&registry.gather()).unwrap();
        let bucket = text.lines().find(|line| line.contains("duration_seconds_bucket") && line.contains("le=\"0.5\"")).unwrap();
        assert!(bucket.contains("route=\"/ledger/{recipient}\"") && bucket.ends_with(" 1"), "{text}");
        assert!(text.lines().any(|line| line.starts_with("es_append_total{") && line.ends_with(" 2")), "{text}");
    }
}
