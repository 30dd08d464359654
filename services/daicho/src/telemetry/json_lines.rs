//! One JSON object a line for each log event, built from allowed fields alone, so that personal data cannot slip in by a
//! forgotten `?value`.

use std::io::Write as _;
use std::sync::OnceLock;

use opentelemetry::trace::TraceContextExt as _;
use serde_json::{Map, Value};
use tracing::dispatcher::WeakDispatch;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::fields;

/// The layer that writes the lines.
pub(super) struct JsonLines<W> {
    writer: W,
    dispatch: OnceLock<WeakDispatch>,
}

impl<W> JsonLines<W> {
    /// Lines go to `writer`, each in one piece.
    pub(super) fn new(writer: W) -> Self {
        Self { writer, dispatch: OnceLock::new() }
    }

    fn trace_id(&self, span: &Id) -> Option<String> {
        let dispatch = self.dispatch.get()?.upgrade()?;
        let context = tracing_opentelemetry::get_otel_context(span, &dispatch)?;
        let span = context.span().span_context().clone();
        span.is_valid().then(|| span.trace_id().to_string())
    }
}

/// Allowed fields of a span, kept with it for the lines written inside.
struct SpanFields(Map<String, Value>);

impl<S, W> Layer<S> for JsonLines<W>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_register_dispatch(&self, dispatch: &Dispatch) {
        // The first registration is the one that counts; a second cannot come.
        let _ = self.dispatch.set(dispatch.downgrade());
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut allowed = Allowed::of(attributes.metadata().target());
        attributes.record(&mut allowed);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(SpanFields(allowed.fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut allowed = Allowed::of(span.metadata().target());
        values.record(&mut allowed);
        if let Some(known) = span.extensions_mut().get_mut::<SpanFields>() {
            known.0.extend(allowed.fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let about = event.metadata();
        let mut line = Map::new();
        line.insert("timestamp".to_owned(), now().to_string().into());
        line.insert("level".to_owned(), about.level().as_str().into());
        line.insert("target".to_owned(), about.target().into());
        let mut allowed = Allowed::of(about.target());
        event.record(&mut allowed);
        if let Some(message) = allowed.message {
            line.insert("message".to_owned(), message.into());
        } else {
            line.insert("file".to_owned(), about.file().into());
            line.insert("line".to_owned(), about.line().into());
        }
        if let Some(scope) = context.event_scope(event) {
            for span in scope.from_root() {
                if let Some(known) = span.extensions().get::<SpanFields>() {
                    line.extend(known.0.clone());
                }
                line.insert("span".to_owned(), span.name().into());
            }
        }
        if let Some(id) = context.event_span(event).and_then(|span| self.trace_id(&span.id())) {
            line.insert("trace_id".to_owned(), id.into());
        }
        line.extend(allowed.fields);
        let mut text = Value::Object(line).to_string();
        text.push('\n');
        // A log that cannot be written must not stop the work.
        let _ = self.writer.make_writer_for(about).write_all(text.as_bytes());
    }
}

#[expect(clippy::disallowed_methods, reason = "the time of a log line is the time of this machine")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Collects what may be written of one event or span.
struct Allowed {
    ours: bool,
    message: Option<String>,
    fields: Map<String, Value>,
}

impl Allowed {
    fn of(target: &str) -> Self {
        Self { ours: fields::is_ours(target), message: None, fields: Map::new() }
    }

    fn keep(&mut self, field: &Field, value: impl FnOnce() -> Value) {
        if self.ours && fields::is_allowed(field.name()) {
            self.fields.insert(field.name().to_owned(), value());
        }
    }
}

impl Visit for Allowed {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.keep(field, || value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.keep(field, || value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, || value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.keep(field, || value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep(field, || fields::cut(value).into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.message = self.ours.then(|| fields::cut(&format!("{value:?}")).into_owned());
        } else {
            self.keep(field, || fields::cut(&format!("{value:?}")).into());
        }
    }
}
