//! Posts and their deputies (代決), as they were meant.

use events::ids::StaffId;
use events::post::{DeputyNamed, DeputyReleased, PostEvent};
use events::{Event, StaffRole};
use jiff::civil::date;

use super::{id, text};

pub fn samples() -> Vec<Event> {
    let events: [PostEvent; 2] = [
        DeputyNamed {
            post: StaffRole::Approver,
            holder: StaffId(id(5)),
            deputy: StaffId(id(6)),
            from: date(2026, 12, 1),
            until: date(2026, 12, 4),
            reason: text("研修のため。"),
        }
        .into(),
        DeputyReleased { holder: StaffId(id(5)), from: date(2026, 12, 1), back_on: date(2026, 12, 3) }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
