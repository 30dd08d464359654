//! Print runs: each step asked again of the run; what is frozen must have been issued.

use events::print_run::{Frozen, PrintRunEvent};

use super::asking::again;
use super::{Histories, Standing, Unlawful};
use crate::print_run::PrintRunCommand;

impl Histories {
    pub(super) fn print_run(&mut self, event: &PrintRunEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let grounded = match event {
            PrintRunEvent::Frozen(frozen) => self.issued(frozen),
            _ => true,
        };
        let run = self.print_runs.entry(at.stream).or_default();
        let lawful = again(run, (at.who.clone(), command(event, at)), event, at.who.id);
        if grounded { lawful } else { lawful.and(Err(Unlawful::Groundless)) }
    }

    fn issued(&self, frozen: &Frozen) -> bool {
        frozen.items.iter().all(|item| self.certificates.get(&item.certificate.0).is_some_and(|one| one.is_issued()))
    }
}

/// The command that led to an event. What was known besides the run, such as voided certificates, is not asked again.
fn command(event: &PrintRunEvent, at: Standing<'_>) -> PrintRunCommand {
    match event.clone() {
        PrintRunEvent::Frozen(event) => PrintRunCommand::Freeze(Box::new(event)),
        PrintRunEvent::Rendered(event) => PrintRunCommand::Render { first: event.first, digests: event.digests },
        PrintRunEvent::Halted(event) => PrintRunCommand::Halt { at: event.at },
        PrintRunEvent::Resumed(_) => PrintRunCommand::Resume,
        PrintRunEvent::Released(event) => PrintRunCommand::Release { digest: event.digest },
        PrintRunEvent::Printed(event) => PrintRunCommand::ConfirmPrinted { from: event.from, until: event.until },
        PrintRunEvent::Spoiled(event) => PrintRunCommand::Spoil { item: event.item, reason: event.reason },
        PrintRunEvent::Matched(event) => {
            let sheet = |sheet: &events::vocabulary::Sheet| events::print_run::FoundSheet {
                item: Some(event.item),
                sheet: *sheet,
                counts: true,
            };
            PrintRunCommand::Match { found: events::vocabulary::Sheet::ENCLOSED.iter().map(sheet).collect() }
        }
        PrintRunEvent::Mismatched(event) => PrintRunCommand::Match { found: event.found },
        PrintRunEvent::Posted(event) => {
            PrintRunCommand::Post { items: event.items, on: event.on, way: event.way, void: Vec::new(), today: at.on }
        }
        PrintRunEvent::Returned(event) => {
            PrintRunCommand::Return { item: event.item, on: event.on, ground: event.ground, today: at.on }
        }
        PrintRunEvent::Explained(event) => {
            PrintRunCommand::Explain { award: event.award, why: event.why, due_on: event.due_on, missing: vec![event.award] }
        }
        PrintRunEvent::Settled(event) => PrintRunCommand::Settle { award: event.award, how: event.how },
        PrintRunEvent::Closed(_) => PrintRunCommand::Close { missing: Vec::new() },
    }
}
