//! A reimbursement (療養費の償還払い): received at a counter, computed by the rule under the eyes of a checker, decided by an approver who had no
//! part in it.

mod command;
#[cfg(test)]
mod paying_tests;
mod payment;
mod permission;
mod refusal;
#[cfg(test)]
pub(crate) mod samples;
mod state;
#[cfg(test)]
mod tests;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::reimbursement::ReimbursementEvent;

pub use command::{ReceiveClaim, ReimbursementCommand};
pub use payment::{Payment, Planned};
pub use permission::{ReimbursementAction, offers, permit, permit_receiving};
pub use refusal::ReimbursementRefusal;
pub use state::{Correction, Reimbursement, ReimbursementStage};

use crate::{Fact, Refusal};

impl Aggregate for Reimbursement {
    const TYPE: &'static str = "reimbursement";
    type Command = ReimbursementCommand;
    type Event = Fact<ReimbursementEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: ReimbursementCommand, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let by = command.who();
        let event = command.decide(self)?;
        sink.write(Fact { event, by }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<ReimbursementEvent>) {
        self.take(&fact.event, fact.by);
    }
}
