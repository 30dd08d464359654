//! Logs, traces and metrics of one process: set up once at the start, flushed at the end.
//!
//! Everything here is deny by default. Who adds a field to a log line or span adds its name to [`fields::ALLOWED`], and by
//! that says that it can never hold anything about a person.

mod fields;
mod json_lines;
mod metrics;
mod panics;
mod traces;

use std::time::Duration;

use anyhow::Context as _;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, Registry};

pub use metrics::watch_projections;

/// How long the last traces may take to leave.
const FLUSH_LIMIT: Duration = Duration::from_secs(5);

/// What the surroundings ask for.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Base address of an OTLP collector over HTTP (`OTEL_EXPORTER_OTLP_ENDPOINT`); none: traces stay in the process.
    pub collector: Option<String>,
    /// Which targets and levels are logged (`RUST_LOG`).
    pub filter: Option<String>,
}

impl Settings {
    /// Reads the environment.
    pub fn from_environment() -> Self {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        Self { collector: variable("OTEL_EXPORTER_OTLP_ENDPOINT"), filter: variable("RUST_LOG") }
    }
}

/// The running telemetry. Hold it until the end and call [`Telemetry::finish`].
pub struct Telemetry {
    tracer: SdkTracerProvider,
    meter: SdkMeterProvider,
    registry: prometheus::Registry,
}

impl Telemetry {
    /// What `/metrics` prints.
    pub fn registry(&self) -> prometheus::Registry {
        self.registry.clone()
    }

    /// Sends what is still waiting. Blocks up to five seconds: not to be called on a thread of the runtime.
    pub fn finish(self) {
        if self.tracer.shutdown_with_timeout(FLUSH_LIMIT).is_err() {
            tracing::warn!("the last traces could not be delivered");
        }
        // Metrics are pulled; there is nothing left to send.
        let _ = self.meter.shutdown_with_timeout(FLUSH_LIMIT);
    }
}

/// Starts logs, traces and metrics for the whole process. Standard output is never written: it belongs to results.
///
/// # Errors
/// When the collector's address is unusable, or telemetry was started before.
pub fn start(settings: &Settings) -> anyhow::Result<Telemetry> {
    let tracer = traces::provider(settings.collector.as_deref())?;
    let (meter, registry) = metrics::provider()?;
    subscriber(&tracer, settings.filter.as_deref(), std::io::stderr).try_init().context("ログの準備が二度行われました")?;
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    opentelemetry::global::set_tracer_provider(tracer.clone());
    opentelemetry::global::set_meter_provider(meter.clone());
    panics::log_without_message();
    Ok(Telemetry { tracer, meter, registry })
}

/// Layers of one process: JSON lines to `writer`, spans to `tracer`.
fn subscriber<W>(tracer: &SdkTracerProvider, filter: Option<&str>, writer: W) -> impl Subscriber + Send + Sync + use<W>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let logged = filter.and_then(|text| EnvFilter::try_new(text).ok()).unwrap_or_else(|| EnvFilter::new("warn"));
    let spans = tracing_opentelemetry::layer()
        .with_tracer(tracer.tracer("daicho"))
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        // Spans of libraries carry what we do not know; ours carry what `fields` allows.
        .with_filter(tracing_subscriber::filter::filter_fn(|about| {
            about.is_span() && fields::is_ours(about.target()) && *about.level() <= tracing::Level::INFO
        }));
    Registry::default().with(spans).with(json_lines::JsonLines::new(writer).with_filter(logged))
}

#[cfg(test)]
mod tests;
