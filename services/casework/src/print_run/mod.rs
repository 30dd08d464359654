//! A print run (発行) as an aggregate: frozen, rendered, released by a second person, printed, matched, posted, closed. It does not close
//! while something that was decided is neither posted nor explained.

mod command;
mod decide;
mod item;
mod refusal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use events::ids::{AwardId, StaffId};
use events::print_run::{LeftOut, PrintQuery, PrintRunEvent};
use serde::{Deserialize, Serialize};

use crate::Fact;
use crate::fact::aggregate;

pub use command::PrintRunCommand;
pub use decide::{digest_of_all, digest_of_item};
pub use item::{ItemState, Step};
pub use refusal::PrintRunRefusal;

/// The most certificates of a run.
pub const MOST_ITEMS: usize = 3_000;

/// A run, folded from its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PrintRun {
    number: Option<(u8, u32)>,
    query: Option<PrintQuery>,
    items: Vec<ItemState>,
    left_out: Vec<LeftOut>,
    frozen_by: Option<StaffId>,
    rendered: u32,
    halted: bool,
    released: bool,
    closed: bool,
    /// Differences that were explained; true once the task is done.
    explained: BTreeMap<AwardId, bool>,
    mismatches: u32,
}

impl PrintRun {
    /// Fiscal year and 発行番号; none where there is no such run.
    pub const fn number(&self) -> Option<(u8, u32)> {
        self.number
    }

    /// What was asked for.
    pub const fn query(&self) -> Option<&PrintQuery> {
        self.query.as_ref()
    }

    /// The items in their order; the first has the ordinal 1.
    pub fn items(&self) -> &[ItemState] {
        &self.items
    }

    /// Decided, and not in the run.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Who froze it, and may therefore not release it.
    pub const fn frozen_by(&self) -> Option<StaffId> {
        self.frozen_by
    }

    /// How many items are rendered: the first so many.
    pub const fn rendered(&self) -> u32 {
        self.rendered
    }

    /// Whether rendering is halted.
    pub const fn is_halted(&self) -> bool {
        self.halted
    }

    /// Whether a second person has released it.
    pub const fn is_released(&self) -> bool {
        self.released
    }

    /// Whether it is closed.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether there is something left to render, and nobody halted it.
    pub fn is_rendering(&self) -> bool {
        self.number.is_some() && !self.closed && !self.halted && !self.is_rendered()
    }

    /// Whether every item is rendered.
    pub fn is_rendered(&self) -> bool {
        usize::try_from(self.rendered).is_ok_and(|rendered| rendered >= self.items.len())
    }

    /// How often the sheets for an envelope were wrong.
    pub const fn mismatches(&self) -> u32 {
        self.mismatches
    }

    /// An item by its ordinal.
    pub fn item(&self, ordinal: u32) -> Option<&ItemState> {
        self.items.get(usize::try_from(ordinal.checked_sub(1)?).ok()?)
    }

    /// Ordinals of the items that have not come so far as a step.
    pub fn lacking(&self, step: Step) -> Vec<u32> {
        (1..)
            .zip(&self.items)
            .filter(|(ordinal, item)| !item.has(step, *ordinal <= self.rendered))
            .map(|(ordinal, _)| ordinal)
            .collect()
    }

    /// How many items have come so far as a step.
    pub fn reached(&self, step: Step) -> usize {
        self.items.len() - self.lacking(step).len()
    }

    /// Whether a difference was explained, and whether its task is done.
    pub fn explanation(&self, award: AwardId) -> Option<bool> {
        self.explained.get(&award).copied()
    }

    /// Tasks that differences left.
    pub fn open_tasks(&self) -> usize {
        self.explained.values().filter(|done| !**done).count()
    }

    /// What is neither posted nor explained: of its items, and of what was decided besides.
    pub fn unexplained(&self, missing: &[AwardId]) -> Vec<AwardId> {
        let unposted = self.items.iter().filter(|item| !item.is_posted()).map(|item| item.award);
        let mut all: Vec<AwardId> =
            unposted.chain(missing.iter().copied()).filter(|award| !self.explained.contains_key(award)).collect();
        all.sort();
        all.dedup();
        all
    }

    fn at(&mut self, ordinal: u32) -> Option<&mut ItemState> {
        self.items.get_mut(usize::try_from(ordinal.checked_sub(1)?).ok()?)
    }
}

aggregate!(PrintRun, "print_run", PrintRunCommand => PrintRunEvent);

impl PrintRun {
    fn take(&mut self, fact: Fact<PrintRunEvent>) {
        match fact.event {
            PrintRunEvent::Frozen(event) => {
                (self.number, self.frozen_by) = (Some((event.year, event.serial)), Some(fact.by));
                self.items = event.items.iter().map(ItemState::of).collect();
                (self.query, self.left_out) = (Some(event.query), event.left_out);
            }
            PrintRunEvent::Rendered(event) => {
                for (ordinal, digest) in (event.first..).zip(event.digests) {
                    if let Some(item) = self.at(ordinal) {
                        item.digest = Some(digest);
                    }
                    self.rendered = self.rendered.max(ordinal);
                }
            }
            PrintRunEvent::Halted(_) => self.halted = true,
            PrintRunEvent::Resumed(_) => self.halted = false,
            PrintRunEvent::Released(_) => self.released = true,
            PrintRunEvent::Printed(event) => {
                for ordinal in event.from..=event.until {
                    if let Some(item) = self.at(ordinal) {
                        item.printed = true;
                    }
                }
            }
            PrintRunEvent::Spoiled(event) => {
                if let Some(item) = self.at(event.item) {
                    (item.printed, item.matched) = (false, false);
                    item.spoiled += 1;
                }
            }
            PrintRunEvent::Matched(event) => {
                if let Some(item) = self.at(event.item) {
                    item.matched = true;
                }
            }
            PrintRunEvent::Mismatched(_) => self.mismatches += 1,
            PrintRunEvent::Posted(event) => {
                for ordinal in event.items {
                    if let Some(item) = self.at(ordinal) {
                        (item.posted, item.returned) = (Some(event.on), false);
                    }
                }
            }
            PrintRunEvent::Returned(event) => {
                if let Some(item) = self.at(event.item) {
                    (item.posted, item.returned) = (None, true);
                }
            }
            PrintRunEvent::Explained(event) => {
                self.explained.insert(event.award, false);
            }
            PrintRunEvent::Settled(event) => {
                self.explained.insert(event.award, true);
            }
            PrintRunEvent::Closed(_) => self.closed = true,
        }
    }
}
