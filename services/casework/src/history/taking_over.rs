//! Takeovers asked again: what comes in from the old ledger was approved, and what goes back was asked for.

use std::collections::HashMap;

use cqrs_es::Aggregate as _;
use events::application::ApplicationEvent;
use events::ids::StaffId;
use events::register::NumbersTakenOver;
use events::takeover::TakeoverEvent;
use uuid::Uuid;

use super::asking::again;
use super::{Histories, Standing, Unlawful};
use crate::Fact;
use crate::register::Register;
use crate::takeover::{Takeover, TakeoverCommand};

impl Histories {
    pub(super) fn takeover(&mut self, event: &TakeoverEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event.clone() {
            TakeoverEvent::Received(event) => TakeoverCommand::Receive(event),
            TakeoverEvent::Prepared(event) => TakeoverCommand::Prepare(event),
            TakeoverEvent::Checked(event) => TakeoverCommand::Check(event.verdicts),
            TakeoverEvent::Approved(event) => TakeoverCommand::Approve(event.verdicts),
            TakeoverEvent::CarriedOut(event) => TakeoverCommand::CarryOut(event),
            TakeoverEvent::ReversalAsked(event) => TakeoverCommand::AskReversal(event),
            TakeoverEvent::Reversed(event) => TakeoverCommand::Reverse(event),
        };
        again(self.takeovers.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }
}

/// Whether what begins without an application was approved to come in.
pub(super) fn admitted(takeovers: &HashMap<Uuid, Takeover>, event: &ApplicationEvent) -> bool {
    match event {
        ApplicationEvent::TakenOver(event) => takeovers.get(&event.takeover.0).is_some_and(Takeover::admits),
        _ => true,
    }
}

/// Numbers of the old ledger are taken over upwards only.
pub(super) fn numbers(register: &mut Register, event: &NumbersTakenOver, by: StaffId) -> Result<(), Unlawful> {
    let lawful = register.go_on_after(event.register.clone(), event.serial).as_ref() == Some(event);
    register.apply(Fact::new(event.clone(), by));
    if lawful { Ok(()) } else { Err(Unlawful::Another) }
}
