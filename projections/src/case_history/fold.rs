//! From events to rows: each event as it was written, with the application it belongs to.

use events::Event;
use events::attachment::AttachmentEvent;
use events::award::AwardEvent;
use events::certificate::CertificateEvent;
use events::ids::{ApplicationId, NoticeId};
use events::letter::LetterEvent;
use events::mailing::MailingEvent;
use events::note::NoteEvent;
use events::protection::ProtectionEvent;
use events::recipient::RecipientEvent;
use events::same_person::{Linked, SamePersonEvent, Unlinked};
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

/// The cases an event belongs to: an application, or a notice with what followed from it.
pub(super) fn cases(told: &Told) -> Result<Vec<Uuid>, FoldError> {
    let one = match told.event()? {
        Event::Application(_) | Event::Notice(_) | Event::Reimbursement(_) | Event::PaymentBatch(_) | Event::Extension(_) => {
            Some(told.recorded.stream_id)
        }
        Event::Recipient(RecipientEvent::Registered(event)) => Some(event.application.0),
        Event::Recipient(RecipientEvent::ParticularsChanged(event)) => {
            event.notice.map(|notice| notice.0).or(event.application.map(|application| application.0))
        }
        Event::Recipient(RecipientEvent::ProxyAppointed(event)) => Some(event.notice.0),
        Event::Recipient(RecipientEvent::ProxyEnded(event)) => Some(event.notice.0),
        Event::Recipient(RecipientEvent::RegistrantListed(event)) => Some(event.notice.0),
        Event::Award(AwardEvent::Ended(event)) => return Ok(both(event.application, event.notice)),
        Event::Certificate(CertificateEvent::Voided(event)) => return Ok(both(event.application, event.notice)),
        Event::Note(NoteEvent::Written(event)) => Some(event.application.0),
        Event::Attachment(AttachmentEvent::Added(event)) => Some(event.application.0),
        Event::Attachment(AttachmentEvent::Withdrawn(event)) => Some(event.application.0),
        Event::Protection(ProtectionEvent::Recorded(event)) => Some(event.application.0),
        Event::Protection(ProtectionEvent::Ended(event)) => Some(event.application.0),
        Event::SamePerson(event) => {
            let (SamePersonEvent::Linked(Linked { applications, .. }) | SamePersonEvent::Unlinked(Unlinked { applications, .. })) =
                event;
            return Ok(applications.iter().map(|application| application.0).collect());
        }
        Event::Mailing(MailingEvent::Registered(event)) => Some(event.application.0),
        Event::Mailing(MailingEvent::Changed(event)) => Some(event.application.0),
        Event::Mailing(MailingEvent::Ended(event)) => Some(event.application.0),
        Event::Award(AwardEvent::Granted(event)) => Some(event.application.0),
        Event::Award(AwardEvent::RedressProposed(event)) => Some(event.application.0),
        Event::Award(AwardEvent::RedressDropped(event)) => Some(event.application.0),
        Event::Award(AwardEvent::Revoked(event)) => Some(event.application.0),
        Event::Award(AwardEvent::Corrected(event)) => Some(event.application.0),
        Event::Award(AwardEvent::Extended(event)) => Some(event.application.0),
        Event::Award(AwardEvent::Replaced(event)) => Some(event.application.0),
        Event::Award(AwardEvent::TakenBack(event)) => Some(event.application.0),
        Event::Letter(LetterEvent::Issued(event)) => Some(event.application.0),
        Event::Letter(LetterEvent::Posted(event)) => Some(event.application.0),
        Event::Letter(LetterEvent::Returned(event)) => Some(event.application.0),
        Event::Letter(LetterEvent::AddressChecked(event)) => Some(event.application.0),
        Event::Certificate(CertificateEvent::Issued(event)) => Some(event.application.0),
        Event::Certificate(CertificateEvent::IssueStopped(event)) => Some(event.application.0),
        _ => None,
    };
    Ok(one.into_iter().collect())
}

/// What ends or voids belongs to the application that led to the award, and to the notice that asked for it.
fn both(application: ApplicationId, notice: Option<NoticeId>) -> Vec<Uuid> {
    std::iter::once(application.0).chain(notice.map(|notice| notice.0)).collect()
}

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        for application_id in cases(told)? {
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
        }
        Ok(())
    }
}
