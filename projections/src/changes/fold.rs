//! From events to rows: each thing an event changed, with what it is now and on whose authority.

use jiff::Timestamp;
use jiff::civil::Date;
use store::{Cause, Entries, Table, Told};
use uuid::Uuid;

use super::kind::{Basis, Kind};
use super::thing::{Authority, Thing, changed};
use crate::told::FoldError;

struct Entry {
    stream_id: Uuid,
    position: i64,
    part: i32,
    kind: Kind,
    subject: String,
    content: Option<String>,
    basis: Basis,
    request: Option<String>,
    application_id: Option<Uuid>,
    recipient_id: Option<Uuid>,
    prepared_by: Option<Uuid>,
    event_id: Uuid,
    event_type: String,
    stream_version: i32,
    command_id: Uuid,
    correlation_id: Uuid,
    recorded_at: Timestamp,
    effective_on: Date,
    actor_id: Uuid,
    actor_name: String,
    actor_role: String,
    actor_office: Option<String>,
    reason: Option<String>,
}
store::columns!(Entry, in "change_entries" by "stream_id": stream_id, position, part, kind, subject, content, basis, request,
                application_id, recipient_id, prepared_by, event_id, event_type, stream_version, command_id, correlation_id,
                recorded_at, effective_on, actor_id, actor_name, actor_role, actor_office, reason);

/// The tables.
#[derive(Default)]
pub(super) struct Fold(Entries<Entry>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let (things, authority) = changed(told.event().map_err(FoldError::from)?, told.recorded.stream_id);
        let request = change_of(&told.recorded.metadata);
        let basis = match &authority {
            Authority { application: Some(_), .. } => Basis::Application,
            Authority { procedure: true, .. } => Basis::Procedure,
            _ if request.is_some() => Basis::Request,
            _ => Basis::None,
        };
        for (part, Thing { kind, subject, content }) in (0..).zip(things) {
            let event = told.recorded.clone();
            self.0.add(Entry {
                stream_id: event.stream_id,
                position: event.position,
                part,
                kind,
                subject,
                content,
                basis,
                request: request.clone(),
                application_id: authority.application,
                recipient_id: authority.recipient,
                prepared_by: authority.prepared_by,
                event_id: event.event_id.0,
                event_type: event.event_type,
                stream_version: event.stream_version,
                command_id: event.command_id.0,
                correlation_id: event.correlation_id.0,
                recorded_at: event.recorded_at,
                effective_on: event.effective_on,
                actor_id: event.actor_id.0,
                actor_name: event.actor_name,
                actor_role: event.actor_role,
                actor_office: event.actor_office,
                reason: event.reason,
            });
        }
        Ok(())
    }
}

/// The change request that the metadata names.
fn change_of(metadata: &str) -> Option<String> {
    let metadata: serde_json::Value = serde_json::from_str(metadata).ok()?;
    metadata.get("change")?.as_str().map(ToOwned::to_owned)
}
