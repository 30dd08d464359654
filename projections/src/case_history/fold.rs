//! From events to rows: each event as it was written, with the application it belongs to.

use events::Event;
use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::recipient::RecipientEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Cause, Entries, Table, Told};
use uuid::Uuid;

use crate::told::FoldError;

struct Entry {
    application_id: Uuid,
    position: i64,
    stream_id: Uuid,
    stream_version: i32,
    event_id: Uuid,
    event_type: String,
    schema_version: i16,
    recorded_at: Timestamp,
    effective_on: Date,
    actor_id: Uuid,
    actor_name: String,
    actor_role: String,
    actor_office: Option<String>,
    reason: Option<String>,
    correlation_id: Uuid,
    payload: String,
}
store::columns!(Entry, in "case_history_entries" by "application_id": application_id, position, stream_id, stream_version, event_id,
                event_type, schema_version, recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason,
                correlation_id, payload);

/// The tables.
#[derive(Default)]
pub(super) struct Fold(Entries<Entry>);

/// The application an event belongs to.
pub(super) fn application(told: &Told) -> Result<Option<Uuid>, FoldError> {
    Ok(match told.event()? {
        Event::Application(_) => Some(told.recorded.stream_id),
        Event::Recipient(RecipientEvent::Registered(event)) => Some(event.application.0),
        Event::Award(AwardEvent::Granted(event)) => Some(event.application.0),
        Event::Award(AwardEvent::Replaced(event)) => Some(event.application.0),
        Event::Certificate(CertificateEvent::Issued(event)) => Some(event.application.0),
        Event::Certificate(CertificateEvent::IssueStopped(event)) => Some(event.application.0),
        _ => None,
    })
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Some(application_id) = application(told)? else { return Ok(()) };
        let event = told.recorded.clone();
        self.0.add(Entry {
            application_id,
            position: event.position,
            stream_id: event.stream_id,
            stream_version: event.stream_version,
            event_id: event.event_id.0,
            event_type: event.event_type,
            schema_version: event.schema_version,
            recorded_at: event.recorded_at,
            effective_on: event.effective_on,
            actor_id: event.actor_id.0,
            actor_name: event.actor_name,
            actor_role: event.actor_role,
            actor_office: event.actor_office,
            reason: event.reason,
            correlation_id: event.correlation_id.0,
            payload: event.payload,
        });
        Ok(())
    }
}
