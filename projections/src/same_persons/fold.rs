//! From events to rows, without a database.

use events::Event;
use events::same_person::SamePersonEvent;
use store::Told;
use uuid::Uuid;

use crate::told::{FoldError, one_table};

/// Under whom a recipient goes on.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct GoesOn {
    with: Option<Uuid>,
}
store::columns!(GoesOn, in "same_persons" by "recipient_id": with as "with_id");

one_table!(GoesOn);

impl Fold {
    fn take(&mut self, told: &Told) -> Result<(), FoldError> {
        let (recipient, with) = match told.event()? {
            Event::SamePerson(SamePersonEvent::Linked(event)) => (event.recipient.0, Some(event.with.0)),
            Event::SamePerson(SamePersonEvent::Unlinked(event)) => (event.recipient.0, None),
            _ => return Ok(()),
        };
        self.0.put(recipient, told.recorded.position, GoesOn { with });
        Ok(())
    }
}
