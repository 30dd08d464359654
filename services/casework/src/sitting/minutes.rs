//! 議事録: editions of the minutes. Each is printed when it is written and never changed; it is final when the chair and another member who sat
//! stand by it, each recorded by an account of its own, neither of them the writer's. Where the chair sat alone, the chair is enough. What is
//! wrong in one is put right by the next, which names it.

use std::collections::BTreeSet;

use events::Actor;
use events::Personal;
use events::certificate::IssuedDocument;
use events::ids::StaffId;
use events::sitting::{MinutesApproved, MinutesText, MinutesWritten, SittingEvent};
use events::vocabulary::FreeText;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Sitting, SittingRefusal};
use crate::Refusal;

/// One edition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edition {
    number: u16,
    by: StaffId,
    chair: u8,
    approved: BTreeSet<u8>,
    /// Who recorded that; nobody for two members.
    recorded_by: BTreeSet<StaffId>,
    /// Whether nobody sat beside the chair.
    alone: bool,
}

impl Edition {
    /// 版.
    pub const fn number(&self) -> u16 {
        self.number
    }

    /// Seat of the one who took the chair.
    pub const fn chair(&self) -> u8 {
        self.chair
    }

    /// Seats of the members who approved it.
    pub const fn approved(&self) -> &BTreeSet<u8> {
        &self.approved
    }

    /// 確定: the chair and another member approved it, or the chair where nobody else sat.
    pub fn is_final(&self) -> bool {
        self.approved.contains(&self.chair) && (self.alone || self.approved.len() > 1)
    }
}

/// All editions, the newest last.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Minutes(Vec<Edition>);

impl Minutes {
    /// The editions, the newest last.
    pub fn editions(&self) -> &[Edition] {
        &self.0
    }

    /// The newest edition.
    pub fn newest(&self) -> Option<&Edition> {
        self.0.last()
    }

    /// Number of the edition that would be written now.
    pub fn next_edition(&self) -> u16 {
        self.newest().map_or(1, |newest| newest.number.saturating_add(1))
    }

    pub(super) fn written(&mut self, event: &MinutesWritten, by: StaffId, alone: bool) {
        let (approved, recorded_by) = (BTreeSet::new(), BTreeSet::new());
        self.0.push(Edition { number: event.edition, by, chair: event.chair, approved, recorded_by, alone });
    }

    pub(super) fn approved(&mut self, event: &MinutesApproved, by: StaffId) {
        if let Some(edition) = self.0.iter_mut().find(|edition| edition.number == event.edition) {
            edition.approved.insert(event.seat);
            edition.recorded_by.insert(by);
        }
    }
}

impl Sitting {
    /// Whether minutes can be written, with that chair and, for a correction, a reason.
    ///
    /// # Errors
    /// The reason why not.
    pub fn may_write_minutes(&self, chair: u8, has_reason: bool) -> Result<(), Refusal> {
        self.held_on().ok_or(SittingRefusal::NoSuchSitting)?;
        if !self.is_closed() {
            return Err(SittingRefusal::StillOpen.into());
        }
        if !self.sat(chair) {
            return Err(SittingRefusal::ChairAbsent.into());
        }
        if self.minutes().newest().is_some() && !has_reason { Err(SittingRefusal::CorrectionReason.into()) } else { Ok(()) }
    }

    pub(super) fn write_minutes(
        &self,
        chair: u8,
        why: Option<FreeText>,
        (content, document): (MinutesText, IssuedDocument),
    ) -> Result<SittingEvent, Refusal> {
        self.may_write_minutes(chair, why.is_some())?;
        let corrects = self.minutes().newest().map(Edition::number);
        let why = why.filter(|_| corrects.is_some()).map(Personal::Open);
        let (edition, content) = (self.minutes().next_edition(), Personal::Open(content));
        Ok(MinutesWritten { edition, corrects, why, chair, content, document }.into())
    }

    pub(super) fn approve_minutes(
        &self,
        (edition, seat): (u16, u8),
        (on, today): (Date, Date),
        who: &Actor,
    ) -> Result<SittingEvent, Refusal> {
        let held_on = self.held_on().ok_or(SittingRefusal::NoSuchSitting)?;
        let newest = self.minutes().newest().ok_or(SittingRefusal::NoMinutes)?;
        let refused = if newest.number != edition {
            SittingRefusal::NewerMinutes
        } else if newest.is_final() {
            SittingRefusal::MinutesFinal
        } else if newest.by == who.id {
            SittingRefusal::OwnMinutes
        } else if newest.recorded_by.contains(&who.id) {
            SittingRefusal::SameRecorder
        } else if !self.sat(seat) {
            SittingRefusal::NotPresent
        } else if newest.approved.contains(&seat) {
            SittingRefusal::ApprovedAlready
        } else if on < held_on || on > today {
            SittingRefusal::ApprovalDay
        } else {
            return Ok(MinutesApproved { edition, seat, on }.into());
        };
        Err(refused.into())
    }
}
