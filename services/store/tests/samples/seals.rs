//! The seal, as it was meant.

use events::seal::{Adopted, Dropped, Proposed, SealEvent};
use events::vocabulary::SealImage;
use events::{Event, Personal};
use jiff::civil::date;

use super::text;

pub fn samples() -> Vec<Event> {
    let png =
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &600_u32.to_be_bytes(), &600_u32.to_be_bytes(), b"\x08\x06\0\0\0"].concat();
    let image = Personal::Open(SealImage::of(png).expect("a header"));
    let events: [SealEvent; 3] = [
        Proposed { version: 1, image, valid_from: date(2026, 12, 1), why: text("改印のため。") }.into(),
        Adopted { version: 1 }.into(),
        Dropped { version: 2 }.into(),
    ];
    events.into_iter().map(Event::from).collect()
}
