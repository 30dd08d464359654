//! Spans go to a collector over OTLP/HTTP where one is named. Without one they still have ids, for the events' trace context
//! and for the logs.
//!
//! The exporter must be the blocking one: the batch processor has a thread of its own without a reactor, where the
//! asynchronous client panics and every span is lost without a word.

use std::time::Duration;

use anyhow::Context as _;
use opentelemetry::trace::Status;
use opentelemetry::{Key, KeyValue};
use opentelemetry_otlp::{Protocol, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};

use super::fields;

/// A collector that does not answer within this time has missed the batch.
const EXPORT_LIMIT: Duration = Duration::from_secs(5);

/// The source of all spans of the process.
pub(super) fn provider(collector: Option<&str>) -> anyhow::Result<SdkTracerProvider> {
    let resource = Resource::builder_empty()
        .with_attributes([KeyValue::new("service.name", "daicho"), KeyValue::new("service.version", env!("CARGO_PKG_VERSION"))])
        .build();
    let builder = SdkTracerProvider::builder().with_resource(resource);
    let Some(base) = collector else { return Ok(builder.build()) };
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_http_client(client(base)?)
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(format!("{}/v1/traces", base.trim_end_matches('/')))
        .with_timeout(EXPORT_LIMIT)
        .build()
        .with_context(|| format!("OTEL_EXPORTER_OTLP_ENDPOINT の「{base}」は使えません"))?;
    Ok(builder.with_batch_exporter(OnlyAllowed(exporter)).build())
}

/// Made by a thread of its own: the blocking client may not begin inside a runtime. Plain HTTP asks for no authority, and the machine may
/// know none.
fn client(base: &str) -> anyhow::Result<reqwest::blocking::Client> {
    let builder = reqwest::blocking::Client::builder().timeout(EXPORT_LIMIT);
    let builder = if base.starts_with("https://") { builder } else { builder.tls_certs_only([]) };
    let made = std::thread::spawn(move || builder.build()).join();
    made.ok().and_then(Result::ok).with_context(|| format!("OTEL_EXPORTER_OTLP_ENDPOINT の「{base}」につなぐ準備ができません"))
}

/// Exports what [`fields`] allows and nothing else.
#[derive(Debug)]
struct OnlyAllowed<E>(E);

impl<E: SpanExporter> SpanExporter for OnlyAllowed<E> {
    async fn export(&self, mut batch: Vec<SpanData>) -> OTelSdkResult {
        batch.iter_mut().for_each(reduce);
        self.0.export(batch).await
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

fn reduce(span: &mut SpanData) {
    span.attributes.retain(|attribute| is_allowed(&attribute.key));
    for event in &mut span.events.events {
        event.attributes.retain(|attribute| is_allowed(&attribute.key));
    }
    if let Status::Error { description } = &mut span.status {
        *description = "".into();
    }
}

fn is_allowed(key: &Key) -> bool {
    fields::is_allowed(key.as_str())
}
