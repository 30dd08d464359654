//! What the rules propose is set otherwise, or let be again; the decider confirms what stands.

use events::application::{Overridden, OverrideWithdrawn, OverridesConfirmed};
use events::vocabulary::{OverriddenItem, OverriddenValue, OverrideGround, Tier};
use jiff::civil::{Date, date};

use super::story::{CaseNo, Line, text};

/// The day on which it is set.
const SET: Date = date(2026, 11, 19);

impl CaseNo {
    fn overridden(self, proposed: OverriddenValue, chosen: OverriddenValue) -> Line {
        let event = Overridden {
            proposed,
            rule: "validity.start".to_owned(),
            law: 2,
            rev: 1,
            rule_set: "2026-11版/00/1".to_owned(),
            chosen,
            ground: OverrideGround::OfficeError,
            why: text("窓口の案内が誤っていたため。"),
            stands_on: text("窓口の記録"),
        };
        self.checker(SET, event)
    }

    /// The start lies earlier.
    pub(crate) fn start_by_hand(self) -> Line {
        self.overridden(OverriddenValue::Start(date(2026, 10, 20)), OverriddenValue::Start(date(2026, 9, 15)))
    }

    /// The tier is lower.
    pub(crate) fn tier_by_hand(self) -> Line {
        self.overridden(OverriddenValue::Tier(Tier::IV), OverriddenValue::Tier(Tier::III))
    }

    /// The proposal for the tier counts again.
    pub(crate) fn tier_let_be(self) -> Line {
        self.checker(SET, OverrideWithdrawn { item: OverriddenItem::Tier, why: text("要らなくなった。") })
    }

    /// The decider confirms the start.
    pub(crate) fn start_confirmed(self) -> Line {
        self.approver(date(2026, 11, 20), OverridesConfirmed { values: vec![OverriddenValue::Start(date(2026, 9, 15))] })
    }
}
