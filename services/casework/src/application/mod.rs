//! An application (申請) as an aggregate: folded from its events, deciding each act on it.
//!
//! The aggregate holds nothing personal. What a decision needs of the form is handed in opened, as an argument of the command.
//!
//! # Adding an act
//! 1. Its event in `events`, its variant in [`Action`], its rows in `permission::TABLE`.
//! 2. A file `commands/<verb_noun>.rs`: the struct with its inputs, `decide`, and its given/when/then tests.
//! 3. Its line in [`ApplicationCommand`]; then the file of the same name in `acts`, which loads, decides, seals and appends.

mod action;
mod board;
pub mod clerk;
pub mod commands;
mod finding;
pub mod inquiry;
pub mod likeness;
mod looking_over;
mod moving;
pub mod overriding;
mod permission;
mod proposal;
#[cfg(test)]
pub(crate) mod samples;
pub mod second_entry;
mod state;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use events::application::ApplicationEvent;

pub use action::Action;
pub use board::{Board, BoardRefusal};
pub use clerk::{ClerkRefusal, Clerks};
pub use commands::ApplicationCommand;
pub use events::vocabulary::ApplicationStage as Stage;
pub use finding::{Concluded, Finding};
pub use inquiry::{Inquiries, InquiryRefusal, OpenInquiry};
pub use likeness::{LikenessRefusal, Likenesses};
pub use looking_over::StoodIn;
pub use moving::moved;
pub use overriding::{OverrideRefusal, StandingOverride, StandingOverrides};
pub use permission::{Offer, allowed_actions, offers, permit};
pub use proposal::{Proposal, ProposalRefusal, decider_alone};
pub use second_entry::{SecondEntry, SecondEntryRefusal};
pub use state::{Application, Correction};

use crate::{Fact, Refusal};

impl Aggregate for Application {
    const TYPE: &'static str = "application";
    type Command = ApplicationCommand;
    type Event = Fact<ApplicationEvent>;
    type Error = Refusal;
    type Services = ();

    async fn handle(&mut self, command: ApplicationCommand, (): &(), sink: &EventSink<Self>) -> Result<(), Refusal> {
        let by = command.who();
        for event in command.decide(self)? {
            sink.write(Fact { event, by }, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, fact: Fact<ApplicationEvent>) {
        self.fold(&fact);
    }
}
