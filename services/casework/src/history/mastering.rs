//! Masters asked again: rows that were adopted by one or decided by two, proposals to change them, and letters that go out in bulk.

use events::letter_release::LetterReleaseEvent;
use events::master::{MasterEvent, RowDecided};
use events::master_change::MasterChangeEvent;

use super::asking::again;
use super::{Histories, Standing, Unlawful};
use crate::letter_release::LetterReleaseCommand;
use crate::master::{AdoptRows, DecideRows, MasterCommand};
use crate::master_change::MasterChangeCommand;

impl Histories {
    pub(super) fn master(&mut self, event: &MasterEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let by = at.who.id;
        let command: MasterCommand = match event.clone() {
            MasterEvent::RowAdopted(row) => AdoptRows { by, rows: vec![row] }.into(),
            MasterEvent::RowDecided(RowDecided { change, proposed_by, row }) => {
                let decided = self.master_changes.get(&change.0).is_some_and(|one| one.may_become(&row, proposed_by));
                decided.then_some(()).ok_or(Unlawful::Groundless)?;
                DecideRows { by, change, proposed_by, rows: vec![row] }.into()
            }
        };
        again(self.masters.entry(at.stream).or_default(), command, event, by)
    }

    pub(super) fn master_change(&mut self, event: &MasterChangeEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event.clone() {
            MasterChangeEvent::Proposed(event) => MasterChangeCommand::Propose(event),
            MasterChangeEvent::Returned(event) => MasterChangeCommand::Return(event),
            MasterChangeEvent::Withdrawn(_) => MasterChangeCommand::Withdraw,
            MasterChangeEvent::Approved(_) => MasterChangeCommand::Approve,
        };
        again(self.master_changes.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }

    pub(super) fn letter_release(&mut self, event: &LetterReleaseEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event.clone() {
            LetterReleaseEvent::Prepared(event) => LetterReleaseCommand::Prepare(Box::new(event)),
            LetterReleaseEvent::Released(_) => LetterReleaseCommand::Release,
            LetterReleaseEvent::Withdrawn(_) => LetterReleaseCommand::Withdraw,
            LetterReleaseEvent::Ended(event) => LetterReleaseCommand::End(event),
        };
        again(self.letter_releases.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }
}
