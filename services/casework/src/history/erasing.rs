//! The erasure of persons (個人情報の消去).

use events::erasure::ErasureEvent;

use super::asking::{again, alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::erasure::{ErasureCommand, Records};

impl Histories {
    pub(super) fn erasure(&mut self, event: &ErasureEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let erasure = self.erasures.entry(at.stream).or_default();
        let (by, who, today) = (at.who.id, at.who.clone(), at.on);
        let command = match event {
            ErasureEvent::Proposed(event) => {
                let (person, subjects, last_ended_on) = (event.person, event.subjects.clone(), Some(event.last_ended_on));
                let records = Records { person, subjects, last_ended_on, in_the_way: Vec::new() };
                ErasureCommand::Propose { records, years: event.years, today }
            }
            ErasureEvent::CarriedOut(event) => ErasureCommand::CarryOut {
                records: Records {
                    person: event.person,
                    subjects: event.subjects.clone(),
                    last_ended_on: erasure.last_ended_on(),
                    // What lay beside the records then is not asked again.
                    in_the_way: Vec::new(),
                },
                keys: event.keys.clone(),
                // The years that counted on the day may be others than those of the proposal; what must hold is the day they led to.
                years: erasure.years_until(event.kept_until).ok_or(Unlawful::Another)?,
                today,
                algorithm: event.algorithm.clone(),
                key_backups_until: event.key_backups_until,
            },
            ErasureEvent::Certified(event) => ErasureCommand::Certify(event.clone()),
            ErasureEvent::Reapplied(event) => ErasureCommand::Reapply(event.clone()),
            ErasureEvent::Withdrawn(told) => {
                return alike(erasure, (who, ErasureCommand::Withdraw(told.person, dash()?)), event, by);
            }
            ErasureEvent::Held(told) => return alike(erasure, (who, ErasureCommand::Hold(told.person, dash()?)), event, by),
            ErasureEvent::Released(told) => {
                return alike(erasure, (who, ErasureCommand::Release(told.person, dash()?)), event, by);
            }
        };
        again(erasure, (who, command), event, by)
    }
}
