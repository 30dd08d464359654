//! What is known of an award from its events: whose it is, on which days it counts, and what took its place.

use events::award::{AwardEvent, EndGround};
use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::ValidityPeriod;
use serde::{Deserialize, Serialize};

/// An award, folded from its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Award {
    standing: Option<Standing>,
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
    /// The award that took its place.
    pub replaced_by: Option<AwardId>,
    /// Why it ended, where it did.
    pub ended: Option<EndGround>,
}

impl Award {
    /// What is known, once granted.
    pub const fn standing(self) -> Option<Standing> {
        self.standing
    }

    pub(super) fn fold(&mut self, event: &AwardEvent) {
        match event {
            AwardEvent::Granted(event) => {
                self.standing = Some(Standing {
                    recipient: event.recipient,
                    application: event.application,
                    replaces: event.replaces,
                    validity: event.conclusion.validity,
                    replaced_by: None,
                    ended: None,
                });
            }
            AwardEvent::Ended(event) => {
                if let Some(standing) = &mut self.standing {
                    standing.ended = Some(event.ground);
                    if let Ok(kept) = ValidityPeriod::new(standing.validity.start(), event.last_day) {
                        standing.validity = kept;
                    }
                }
            }
            AwardEvent::Replaced(event) => {
                if let Some(standing) = &mut self.standing {
                    standing.replaced_by = Some(event.by);
                    let last = event.from.yesterday().ok();
                    if let Some(kept) = last.and_then(|last| ValidityPeriod::new(standing.validity.start(), last).ok()) {
                        standing.validity = kept;
                    }
                }
            }
        }
    }
}
