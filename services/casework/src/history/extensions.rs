//! Mass extensions in a history: proposed by one, approved by another, and no award extended that was none of the proposal.

use events::award::Extended;
use events::extension::ExtensionEvent;
use events::ids::AwardId;

use super::{Histories, Standing, Unlawful, again};
use crate::extension::{ExtensionCommand, Limits};

impl Histories {
    pub(super) fn extension(&mut self, event: &ExtensionEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let who = at.who.clone();
        let command = match event {
            ExtensionEvent::Proposed(event) => {
                let known = event.awards.iter().all(|award| self.awards.contains_key(&award.0));
                let command = ExtensionCommand::Propose(who, Limits::none(at.on), Box::new(event.clone()));
                let lawful = self.extending(command, &event.clone().into(), at);
                return if known { lawful } else { lawful.and(Err(Unlawful::Groundless)) };
            }
            ExtensionEvent::Dropped(event) => ExtensionCommand::Drop(who, Box::new(event.clone())),
            ExtensionEvent::Approved(event) => ExtensionCommand::Approve(who, *event),
            ExtensionEvent::CarriedOut(event) => ExtensionCommand::CarryOut(who, Box::new(event.clone())),
        };
        self.extending(command, event, at)
    }

    fn extending(&mut self, command: ExtensionCommand, event: &ExtensionEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let by = at.who.id;
        again(self.extensions.entry(at.stream).or_default(), (by, command), event, by)
    }

    /// Whether a mass extension that was approved lets this award be extended so.
    pub(super) fn may_be_extended(&self, award: AwardId, told: &Extended) -> bool {
        self.extensions.get(&told.extension.0).is_some_and(|extension| extension.admits(award, told))
    }
}
