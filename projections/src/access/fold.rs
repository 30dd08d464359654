//! From events to rows: each with whom it showed.

use events::audit::AuditEvent;
use events::viewing::ViewingEvent;
use events::{Event, Personal};
use jiff::Timestamp;
use store::{Cause, Entries, Table, Told};
use uuid::Uuid;

use crate::reading::token;

struct Entry {
    actor_id: Uuid,
    position: i64,
    stream_id: Uuid,
    event_type: String,
    recorded_at: Timestamp,
    actor_name: String,
    actor_role: String,
    actor_office: Option<String>,
    correlation_id: Uuid,
    screen: String,
    subjects: Vec<Uuid>,
    purpose: Option<String>,
}
store::columns!(Entry, in "access_entries" by "actor_id": actor_id, position, stream_id, event_type, recorded_at, actor_name, actor_role,
                actor_office, correlation_id, screen, subjects, purpose);

/// The tables.
#[derive(Default)]
pub(super) struct Fold(Entries<Entry>);

/// What was shown, of whom, for what.
fn shown(event: &Event) -> (String, Vec<Uuid>, Option<String>) {
    let purpose = |text: &Personal<events::vocabulary::FreeText>| token(text);
    match event {
        Event::Viewing(ViewingEvent::PersonViewed(event)) => (event.screen.clone(), event.subjects.clone(), None),
        Event::Viewing(ViewingEvent::DocumentOpened(event)) => (event.document.clone(), vec![event.subject], None),
        Event::Viewing(ViewingEvent::MyNumberRevealed(event)) => (String::new(), vec![event.subject], purpose(&event.purpose)),
        Event::Viewing(ViewingEvent::AddressRevealed(event)) => (String::new(), vec![event.subject], purpose(&event.purpose)),
        Event::Viewing(ViewingEvent::TableExported(event)) => {
            (event.table.clone(), event.subjects.clone(), purpose(&event.reason))
        }
        Event::Audit(AuditEvent::Noted(event)) => (String::new(), vec![event.case.0], None),
        Event::Audit(AuditEvent::Exported(event)) => (String::new(), event.subjects.clone(), purpose(&event.reason)),
        _ => (String::new(), Vec::new(), None),
    }
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let (screen, subjects, purpose) = shown(told.event()?);
        let event = told.recorded.clone();
        self.0.add(Entry {
            actor_id: event.actor_id.0,
            position: event.position,
            stream_id: event.stream_id,
            event_type: event.event_type,
            recorded_at: event.recorded_at,
            actor_name: event.actor_name,
            actor_role: event.actor_role,
            actor_office: event.actor_office,
            correlation_id: event.correlation_id.0,
            screen,
            subjects,
            purpose,
        });
        Ok(())
    }
}
