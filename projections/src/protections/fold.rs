//! From events to rows, without a database.

use events::Event;
use events::protection::ProtectionEvent;
use events::recipient::RecipientEvent;
use jiff::civil::Date;
use store::Told;
use uuid::Uuid;

use crate::told::{FoldError, one_table};

/// What was recorded under an application.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Protection {
    recipient: Option<Uuid>,
    ground: String,
    until: Option<Date>,
    stands: bool,
}
store::columns!(Protection, in "protections" by "application_id": recipient as "recipient_id", ground, until as "until_day", stands);

one_table!(Protection);

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        let recorded = &told.recorded;
        let (id, row) = match told.event()? {
            Event::Protection(ProtectionEvent::Recorded(event)) => {
                let id = event.application.0;
                let before = self.0.get(id).and_then(|row| row.recipient);
                let recipient = event.recipient.map(|recipient| recipient.0).or(before);
                (id, Protection { recipient, ground: event.ground.code().to_owned(), until: event.until, stands: true })
            }
            Event::Protection(ProtectionEvent::Ended(event)) => {
                let id = event.application.0;
                let row = self.0.get(id).ok_or(FoldError::NotBegun { what: "protection", id })?;
                (id, Protection { stands: false, ..row.clone() })
            }
            Event::Recipient(RecipientEvent::Registered(event)) => {
                let id = event.application.0;
                let Some(row) = self.0.get(id) else { return Ok(()) };
                (id, Protection { recipient: Some(recorded.stream_id), ..row.clone() })
            }
            _ => return Ok(()),
        };
        self.0.put(id, recorded.position, row);
        Ok(())
    }
}
