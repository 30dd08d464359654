//! The seal: proposed by one, adopted by another.

use events::Personal;
use events::seal::SealEvent;

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::seal::SealCommand;

impl Histories {
    pub(super) fn seal(&mut self, event: &SealEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event {
            SealEvent::Proposed(event) => SealCommand::Propose {
                image: Personal::Erased,
                valid_from: event.valid_from,
                why: Personal::Open(dash()?),
                today: at.on,
            },
            SealEvent::Adopted(_) => SealCommand::Adopt,
            SealEvent::Dropped(_) => SealCommand::Drop,
        };
        alike(self.seals.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }
}
