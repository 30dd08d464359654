//! What is known of an award from its events: whose it is, on which days it counts, what it gives, and what took its place.

use events::award::{AwardEvent, EndGround, Redress, Right};
use events::ids::{ApplicationId, AwardId, RecipientId, StaffId};
use events::vocabulary::ValidityPeriod;
use serde::{Deserialize, Serialize};

/// An award, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Award {
    standing: Option<Standing>,
    proposal: Option<Proposal>,
}

/// An award that was granted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Standing {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that led to it.
    pub application: ApplicationId,
    /// The award whose place it took.
    pub replaces: Option<AwardId>,
    /// The days on which it counts, by everything told so far.
    pub validity: ValidityPeriod,
    /// What it gives, as granted or as corrected; `validity` says on which of its days.
    pub right: Right,
    /// The award that took its place.
    pub replaced_by: Option<AwardId>,
    /// Why it ended, where it did.
    pub ended: Option<EndGround>,
    /// It was revoked from its first day on: no day of `validity` counts.
    pub annulled: bool,
}

/// A revocation or correction that waits for its decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// Who proposed it.
    pub by: StaffId,
    /// What is to be done.
    pub redress: Redress,
}

impl Award {
    /// What is known, once granted.
    pub const fn standing(self) -> Option<Standing> {
        self.standing
    }

    /// What waits for a decision.
    pub const fn proposal(self) -> Option<Proposal> {
        self.proposal
    }

    pub(super) fn fold(&mut self, event: &AwardEvent, by: StaffId) {
        match event {
            AwardEvent::Granted(event) => {
                self.standing = Some(Standing {
                    recipient: event.recipient,
                    application: event.application,
                    replaces: event.replaces,
                    validity: event.conclusion.validity,
                    right: Right::from(&event.conclusion),
                    replaced_by: None,
                    ended: None,
                    annulled: false,
                });
            }
            AwardEvent::RedressProposed(event) => self.proposal = Some(Proposal { by, redress: event.redress }),
            AwardEvent::RedressDropped(_) => self.proposal = None,
            AwardEvent::TakenBack(_) => {
                if let Some(standing) = &mut self.standing {
                    (standing.ended, standing.annulled) = (Some(EndGround::Revoked), true);
                }
            }
            AwardEvent::Ended(_)
            | AwardEvent::Extended(_)
            | AwardEvent::Replaced(_)
            | AwardEvent::Revoked(_)
            | AwardEvent::Corrected(_) => {
                if let Some(standing) = &mut self.standing {
                    standing.follow(event);
                }
                if matches!(event, AwardEvent::Revoked(_) | AwardEvent::Corrected(_)) {
                    self.proposal = None;
                }
            }
        }
    }
}

impl Standing {
    fn follow(&mut self, event: &AwardEvent) {
        match event {
            AwardEvent::Ended(event) => {
                self.ended = Some(event.ground);
                self.cut(Some(event.last_day));
            }
            AwardEvent::Extended(event) => {
                self.ended = None;
                if let Ok(longer) = ValidityPeriod::new(self.validity.start(), event.until) {
                    (self.validity, self.right.validity) = (longer, longer);
                }
            }
            AwardEvent::Replaced(event) => {
                self.replaced_by = Some(event.by);
                self.cut(event.from.yesterday().ok());
            }
            AwardEvent::Revoked(event) => {
                self.ended = Some(EndGround::Revoked);
                self.annulled = event.from <= self.validity.start();
                self.cut(event.from.yesterday().ok());
            }
            AwardEvent::Corrected(event) => {
                // An award that ended stays ended, unless its days come back.
                self.ended = self.ended.filter(|_| event.right.validity.end() <= self.validity.end());
                (self.validity, self.right) = (event.right.validity, event.right);
            }
            AwardEvent::Granted(_)
            | AwardEvent::RedressProposed(_)
            | AwardEvent::RedressDropped(_)
            | AwardEvent::TakenBack(_) => {}
        }
    }

    /// The days up to this one stay; where none would stay, all do, and another field says why none counts.
    fn cut(&mut self, last: Option<jiff::civil::Date>) {
        if let Some(kept) = last.and_then(|last| ValidityPeriod::new(self.validity.start(), last).ok()) {
            self.validity = kept;
        }
    }
}
