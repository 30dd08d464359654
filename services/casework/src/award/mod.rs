//! An award (支給認定): granted once, never overwritten. A later right is another award; this one tells by an event how it ended.
//!
//! # Adding what may become of an award
//! 1. Its event in `events::award`.
//! 2. Its variant in [`AwardCommand`] and what must hold for it, in `command.rs`; what is known afterwards, in `state.rs`.
//! 3. Its fold in the ledger, which cuts or extends the days of the row.

mod command;
mod permission;
mod redress;
#[cfg(test)]
mod redress_tests;
mod refusal;
mod state;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::award::AwardEvent;
use events::ids::StaffId;

pub use command::{ALREADY_FOLLOWED, AwardCommand};
pub use permission::{AwardAction, offers, permit};
pub use redress::{Bounds, admit, money};
pub use refusal::RedressRefusal;
pub use state::{Award, Proposal, Standing};

use crate::{Fact, Refusal};

impl Aggregate for Award {
    const TYPE: &'static str = "award";
    type Command = (StaffId, AwardCommand);
    type Event = Fact<AwardEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (by, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let event = command.decide(self)?;
        sink.write(Fact { event, by }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<AwardEvent>) {
        self.fold(&fact.event, fact.by);
    }
}
