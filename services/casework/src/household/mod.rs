//! A household (世帯) as an aggregate: who belongs to it and on what each member's entitlement rests. How the cap is shared is the rule
//! `cap.apportionment`; what each award says is told by the award.
//!
//! # Adding an act
//! 1. Its event in `events::household`, its variant in [`HouseholdAction`] and its row in `permission::roles`.
//! 2. Its variant in [`HouseholdCommand`] and what must hold for it, in `command.rs`; what is known afterwards, in `state.rs`.
//! 3. The file in `acts` that loads what it touches and appends to the household and to the membership of the person at once.

mod command;
mod insurance;
mod permission;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::Actor;
use events::household::HouseholdEvent;
use events::ids::{HouseholdId, StaffId};
use events::membership::{Changed, MembershipEvent};
use serde::{Deserialize, Serialize};

pub use command::{HouseholdCommand, RecordMember};
pub use insurance::{Together, together};
pub use permission::{HouseholdAction, permit};
pub use refusal::HouseholdRefusal;
pub use state::{Household, Member};

use crate::{Fact, Refusal};

impl Aggregate for Household {
    const TYPE: &'static str = "household";
    type Command = (Actor, HouseholdCommand);
    type Event = Fact<HouseholdEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (who, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let event = command.decide(self, &who)?;
        sink.write(Fact { event, by: who.id }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<HouseholdEvent>) {
        self.fold(&fact.event);
    }
}

/// To which household somebody belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Membership {
    household: Option<HouseholdId>,
}

impl Membership {
    /// The household; none where there is none.
    pub const fn household(self) -> Option<HouseholdId> {
        self.household
    }
}

impl Aggregate for Membership {
    const TYPE: &'static str = "membership";
    type Command = (StaffId, Changed);
    type Event = Fact<MembershipEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (by, changed): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        match (self.household, changed.household) {
            // Two households at once would share the cap twice.
            (Some(one), Some(other)) if one != other => return Err(HouseholdRefusal::InAnotherHousehold.into()),
            (one, other) if one == other => return Err(Refusal::NothingChanged),
            _ => {}
        }
        sink.write(Fact::new(changed, by), self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<MembershipEvent>) {
        let MembershipEvent::Changed(event) = fact.event;
        self.household = event.household;
    }
}
