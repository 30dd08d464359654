//! A notice (届): what a family tells after the award. Received at a counter, settled in the division by other hands, or returned, or
//! withdrawn; what follows is fixed by the kind of notice and needs no discretion.
//!
//! # Adding a kind of notice
//! 1. Its word in `events::notice::NoticeKind` and its content in `NoticeContent`.
//! 2. A folder in [`crate::procedures`] with its `NoticeProcedure`: who files, papers, checks, what follows, what may undo it.
//! 3. Its form in `web`; the act that settles notices carries out what follows.

mod action;
pub mod commands;
mod effects;
mod permission;
mod refusal;
#[cfg(test)]
pub(crate) mod samples;
mod stage;
mod standing;
mod state;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::notice::NoticeEvent;

pub use action::NoticeAction;
pub use commands::NoticeCommand;
pub use effects::{CertificateEffect, Effects, RecipientEffect};
pub use permission::{NoticeOffer, offers, permit, permit_receiving};
pub use refusal::NoticeRefusal;
pub use stage::NoticeStage;
pub use standing::{ProxyPower, Standing};
pub use state::Notice;

use crate::{Fact, Refusal};

impl Aggregate for Notice {
    const TYPE: &'static str = "notice";
    type Command = NoticeCommand;
    type Event = Fact<NoticeEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: NoticeCommand, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let by = command.who();
        let event = command.decide(self)?;
        sink.write(Fact { event, by }, self).await;
        Ok(())
    }

    fn apply(&mut self, fact: Fact<NoticeEvent>) {
        self.take(&fact.event, fact.by);
    }
}
