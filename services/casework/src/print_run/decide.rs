//! What a run allows, to whom.

use std::collections::BTreeSet;

use events::print_run::{
    Closed, Explained, FoundSheet, Frozen, Halted, Matched, Mismatched, Posted, PrintRunEvent, Printed, Released, Rendered,
    Resumed, Returned, Settled, Spoiled,
};
use events::vocabulary::Sheet;
use events::{Actor, StaffRole};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::{MOST_ITEMS, PrintRun, PrintRunCommand, PrintRunRefusal as Refused};

/// Digest of an item, from name and keyed digest of each of its documents.
pub fn digest_of_item<'a>(documents: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut digest = Sha256::new();
    for (document, sha256) in documents {
        digest.update(format!("{document} {sha256}\n"));
    }
    hex::encode(digest.finalize())
}

/// Digest of the whole: the items in their order.
pub fn digest_of_all<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for item in items {
        digest.update(format!("{item}\n"));
    }
    hex::encode(digest.finalize())
}

impl PrintRun {
    /// Digest of what was rendered; none until all is.
    pub fn digest(&self) -> Option<String> {
        let digests: Option<Vec<&str>> = self.items.iter().map(super::ItemState::digest).collect();
        digests.filter(|_| self.is_rendered()).map(digest_of_all)
    }

    /// Whether pages of these items may be taken out to be printed: after the release, until they go out, and where they lie on paper already
    /// only for a reason.
    ///
    /// # Errors
    /// The refusal.
    pub fn may_take_pages(&self, items: &[u32], with_a_reason: bool) -> Result<(), Refused> {
        match self.number {
            None => return Err(Refused::NoSuchRun),
            Some(_) if !self.released => return Err(Refused::NotReleased),
            Some(_) if self.closed => return Err(Refused::Closed),
            Some(_) => {}
        }
        for ordinal in items {
            let item = self.known(*ordinal)?;
            if item.is_posted() {
                return Err(Refused::AlreadyPosted(*ordinal));
            }
            if item.is_printed() && !with_a_reason {
                return Err(Refused::ReprintReason(*ordinal));
            }
        }
        Ok(())
    }

    pub(super) fn decide(&self, command: PrintRunCommand, who: &Actor) -> Result<PrintRunEvent, Refused> {
        may(&command, who.role)?;
        if let PrintRunCommand::Freeze(frozen) = command {
            return self.freeze(*frozen);
        }
        if self.number.is_none() {
            return Err(Refused::NoSuchRun);
        }
        // What went out may come back, and what was left is settled, long after the run was closed.
        let later =
            matches!(command, PrintRunCommand::Return { .. } | PrintRunCommand::Settle { .. } | PrintRunCommand::Post { .. });
        if self.closed && !later {
            return Err(Refused::Closed);
        }
        match command {
            PrintRunCommand::Freeze(_) => Err(Refused::Stands),
            PrintRunCommand::Render { first, digests } if self.is_rendering() && first == self.rendered + 1 => {
                Ok(Rendered { first, digests }.into())
            }
            PrintRunCommand::Halt { at } if self.is_rendering() => Ok(Halted { at }.into()),
            PrintRunCommand::Render { .. } | PrintRunCommand::Halt { .. } => Err(Refused::NotRendering),
            PrintRunCommand::Resume if self.halted => Ok(Resumed {}.into()),
            PrintRunCommand::Resume => Err(Refused::NotHalted),
            PrintRunCommand::Release { digest } => self.release(digest, who),
            PrintRunCommand::ConfirmPrinted { from, until } => self.confirm(from, until),
            PrintRunCommand::Spoil { item, reason } => {
                let state = self.known(item)?;
                match (state.posted, state.printed) {
                    (Some(_), _) => Err(Refused::AlreadyPosted(item)),
                    (None, false) => Err(Refused::NotPrinted(item)),
                    (None, true) => Ok(Spoiled { item, reason }.into()),
                }
            }
            PrintRunCommand::Match { found } => self.envelope(found),
            PrintRunCommand::Post { items, on, way, void, today } => {
                self.may_post(&items, &void, on, today)?;
                Ok(Posted { items, on, way }.into())
            }
            PrintRunCommand::Return { item, on, ground, today } => {
                self.known(item)?.posted.ok_or(Refused::NotPosted(item))?;
                not_to_come(on, today)?;
                Ok(Returned { item, on, ground }.into())
            }
            PrintRunCommand::Explain { award, why, due_on, missing } => {
                if self.explained.contains_key(&award) {
                    return Err(Refused::AlreadyExplained);
                }
                let differs = self.unexplained(&missing).contains(&award);
                if differs { Ok(Explained { award, why, due_on }.into()) } else { Err(Refused::NoDifference) }
            }
            PrintRunCommand::Settle { award, how } => match self.explained.get(&award) {
                Some(false) => Ok(Settled { award, how }.into()),
                Some(true) | None => Err(Refused::NoTask),
            },
            PrintRunCommand::Close { missing } => match self.unexplained(&missing).len() {
                0 => {
                    let left = self.items.iter().filter(|item| !item.is_posted()).map(|item| item.award);
                    Ok(Closed { left: left.collect() }.into())
                }
                differing => Err(Refused::Differs(differing)),
            },
        }
    }

    fn freeze(&self, frozen: Frozen) -> Result<PrintRunEvent, Refused> {
        if self.number.is_some() {
            return Err(Refused::Stands);
        }
        if frozen.query.decided_until < frozen.query.decided_from {
            return Err(Refused::Period);
        }
        if frozen.items.is_empty() || frozen.items.len() > MOST_ITEMS {
            return Err(Refused::Size(MOST_ITEMS));
        }
        Ok(frozen.into())
    }

    fn release(&self, digest: String, who: &Actor) -> Result<PrintRunEvent, Refused> {
        match self.digest() {
            _ if self.released => Err(Refused::AlreadyReleased),
            None => Err(Refused::NotRendered),
            Some(_) if self.frozen_by == Some(who.id) => Err(Refused::OwnRun),
            Some(rendered) if rendered != digest => Err(Refused::OtherContent),
            Some(_) => Ok(Released { digest }.into()),
        }
    }

    fn confirm(&self, from: u32, until: u32) -> Result<PrintRunEvent, Refused> {
        if !self.released {
            return Err(Refused::NotReleased);
        }
        self.known(from)?;
        self.known(until)?;
        if until < from {
            return Err(Refused::Range);
        }
        Ok(Printed { from, until }.into())
    }

    /// No sheet twice, none that must be enclosed missing, all of one item that is printed and counts; anything else is told as it was found.
    fn envelope(&self, found: Vec<FoundSheet>) -> Result<PrintRunEvent, Refused> {
        if !self.released {
            return Err(Refused::NotReleased);
        }
        let first = found.first().ok_or(Refused::NothingScanned)?.item;
        let sheets: BTreeSet<Sheet> = found.iter().map(|sheet| sheet.sheet).collect();
        let whole = found.len() == sheets.len() && Sheet::ENCLOSED.iter().all(|sheet| sheets.contains(sheet));
        let alike = found.iter().all(|sheet| sheet.item == first && sheet.counts);
        match first.filter(|_| whole && alike) {
            None => Ok(Mismatched { found }.into()),
            Some(item) => {
                let state = self.known(item)?;
                match (state.matched, state.printed) {
                    (true, _) => Err(Refused::AlreadyMatched(item)),
                    (false, false) => Err(Refused::NotPrinted(item)),
                    (false, true) => Ok(Matched { item }.into()),
                }
            }
        }
    }

    fn may_post(&self, items: &[u32], void: &[u32], on: Date, today: Date) -> Result<(), Refused> {
        if items.is_empty() {
            return Err(Refused::NothingToPost);
        }
        not_to_come(on, today)?;
        for item in items {
            let state = self.known(*item)?;
            if state.is_posted() {
                return Err(Refused::AlreadyPosted(*item));
            }
            if !state.matched {
                return Err(Refused::NotMatched(*item));
            }
            if void.contains(item) {
                return Err(Refused::Void(*item));
            }
            // After the run was closed only what came back goes out again.
            if self.closed && !state.returned {
                return Err(Refused::Closed);
            }
        }
        Ok(())
    }

    fn known(&self, ordinal: u32) -> Result<&super::ItemState, Refused> {
        self.item(ordinal).ok_or(Refused::NoSuchItem(self.items.len()))
    }
}

fn not_to_come(day: Date, today: Date) -> Result<(), Refused> {
    if day > today { Err(Refused::FutureDay) } else { Ok(()) }
}

/// The division prints: whoever checks does the work, and an approver may release. The program renders.
const fn may(command: &PrintRunCommand, role: StaffRole) -> Result<(), Refused> {
    let allowed = match command {
        PrintRunCommand::Render { .. } => matches!(role, StaffRole::Program),
        PrintRunCommand::Halt { .. } => matches!(role, StaffRole::Program | StaffRole::Checker),
        PrintRunCommand::Release { .. } => matches!(role, StaffRole::Checker | StaffRole::Approver),
        _ => matches!(role, StaffRole::Checker),
    };
    if allowed { Ok(()) } else { Err(Refused::WrongRole) }
}
