//! Rows of one person (同じ人): both are in the ledger, by the applications that are told, and the row that goes on goes on itself.

use events::ids::{ApplicationId, RecipientId};
use events::same_person::{SamePersonEvent, stream_of};

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::same_person::{Pair, SamePersonCommand};

impl Histories {
    fn came_by(&self, recipient: RecipientId) -> Option<ApplicationId> {
        self.recipients.get(&recipient.0).and_then(|recipient| recipient.registered_by())
    }

    pub(super) fn same_person(&mut self, event: &SamePersonEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let (pair, command) = match event {
            SamePersonEvent::Linked(event) => {
                let pair = Pair { recipient: event.recipient, with: event.with, applications: event.applications };
                let other = self.same_persons.get(&stream_of(pair.with));
                let with_is_linked = other.is_some_and(|other| other.goes_on_under().is_some());
                (pair, SamePersonCommand::Link { pair, with_is_linked, why: dash()? })
            }
            SamePersonEvent::Unlinked(event) => {
                let pair = Pair { recipient: event.recipient, with: event.with, applications: event.applications };
                (pair, SamePersonCommand::Unlink { why: dash()? })
            }
        };
        let came = [pair.recipient, pair.with].map(|row| self.came_by(row));
        let grounded = at.stream == stream_of(pair.recipient) && came == pair.applications.map(Some);
        let lawful = alike(self.same_persons.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id);
        if grounded { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }
}

#[cfg(test)]
mod tests {
    use events::same_person::Linked;
    use events::{Event, Personal};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::application::samples::{checker, text};

    #[test]
    fn nobody_is_linked_who_is_not_in_the_ledger() {
        let row = |n| RecipientId(Uuid::from_u128(n));
        let applications = [1, 2].map(|n| ApplicationId(Uuid::from_u128(n)));
        let event = Linked { recipient: row(1), with: row(2), applications, why: Personal::Open(text("確かめた。")) };
        let who = checker();
        let at = Standing { stream: stream_of(row(1)), who: &who, on: date(2026, 11, 20) };
        let event = Event::from(SamePersonEvent::from(event));
        assert_eq!(Histories::default().follow(&event, at), Err(Unlawful::Groundless));
    }
}
