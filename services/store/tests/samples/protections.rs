//! Protections (支援措置), as they were meant.

use events::Event;
use events::ids::{ApplicationId, RecipientId};
use events::protection::{Ended, ProtectionEvent, Recorded};
use events::vocabulary::ProtectionGround;
use jiff::civil::date;

use super::{id, text};

pub fn samples() -> Vec<Event> {
    let events: [ProtectionEvent; 2] = [
        Recorded {
            application: ApplicationId(id(4)),
            recipient: Some(RecipientId(id(3))),
            ground: ProtectionGround::DomesticViolence,
            until: Some(date(2027, 3, 31)),
            reason: text("市の支援措置決定通知書を見た。"),
        }
        .into(),
        Ended { application: ApplicationId(id(4)), reason: text("延長しないと申出があった。") }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
