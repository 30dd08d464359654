//! A mass extension (有効期間の一括延長): proposed by a checker for the awards that end within a period, approved by an approver who did not propose
//! it, carried out award by award. An award that cannot be extended when it is its turn is left as it is, with the reason.

mod command;
mod permission;
mod reach;
mod refusal;
mod state;
#[cfg(test)]
mod tests;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::extension::ExtensionEvent;
use events::ids::StaffId;

pub use command::{ExtensionCommand, Limits};
pub use permission::{ExtensionAction, offers, permit, permit_proposing};
pub use reach::{Facing, reach};
pub use refusal::ExtensionRefusal;
pub use state::{Extension, ExtensionStage, MOST};

use crate::{Fact, Refusal};

impl Aggregate for Extension {
    const TYPE: &'static str = "extension";
    type Command = (StaffId, ExtensionCommand);
    type Event = Fact<ExtensionEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, (by, command): Self::Command, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let event = command.decide(self)?;
        sink.write(Fact { event, by }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<ExtensionEvent>) {
        self.take(&fact.event, fact.by);
    }
}
