//! Two rows of one person (同じ人), as they were meant.

use events::Event;
use events::ids::{ApplicationId, RecipientId};
use events::same_person::{Linked, SamePersonEvent, Unlinked};

use super::{id, text};

pub fn samples() -> Vec<Event> {
    let (recipient, with, applications) =
        (RecipientId(id(3)), RecipientId(id(13)), [ApplicationId(id(4)), ApplicationId(id(14))]);
    let events: [SamePersonEvent; 2] = [
        Linked { recipient, with, applications, why: text("住民票で確かめた。") }.into(),
        Unlinked { recipient, with, applications, why: text("双子と分かった。") }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
