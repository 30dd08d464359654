//! Read models and what they could not apply; the installation itself.

use cqrs_es::Aggregate as _;
use events::ids::StaffId;
use events::installation::InstallationEvent;
use events::operation::OperationEvent;

use super::asking::{alike, dash};
use super::{Histories, Standing, Unlawful};
use crate::operation::{OperationCommand, SkipStep};
use crate::{Fact, Refusal};

fn skip(read_model: &str, step: SkipStep, position: i64) -> Result<OperationCommand, Unlawful> {
    Ok(OperationCommand::Skip { read_model: read_model.to_owned(), step, position, why: dash()? })
}

impl Histories {
    pub(super) fn operation(&mut self, event: &OperationEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let command = match event {
            OperationEvent::Requested(asked) => {
                OperationCommand::Ask { read_model: asked.read_model.clone(), task: asked.task, why: dash()? }
            }
            OperationEvent::CarriedOut(end) => OperationCommand::End(end.clone()),
            OperationEvent::Begun(begun) => {
                OperationCommand::Begin { read_model: begun.read_model.clone(), task: begun.task, account: dash()? }
            }
            OperationEvent::Parked(parked) => OperationCommand::Park(parked.clone()),
            OperationEvent::Retried(retried) => OperationCommand::Release(retried.clone()),
            OperationEvent::SkipProposed(event) => skip(&event.read_model, SkipStep::Propose, event.position)?,
            OperationEvent::SkipWithdrawn(event) => skip(&event.read_model, SkipStep::Withdraw, event.position)?,
            OperationEvent::Skipped(event) => skip(&event.read_model, SkipStep::Approve, event.position)?,
        };
        alike(self.operations.entry(at.stream).or_default(), (at.who.clone(), command), event, at.who.id)
    }

    pub(super) fn installation(&mut self, event: &InstallationEvent, by: StaffId) -> Result<(), Unlawful> {
        let founded = self.installation.simulated().is_some();
        let founds = matches!(event, InstallationEvent::Founded(_));
        self.installation.apply(Fact { event: event.clone(), by });
        if let InstallationEvent::Restored(event) = event
            && event.approved_by == by
        {
            return Err(Refusal::OwnRestoration.into());
        }
        match (founds, founded) {
            (true, true) => Err(Refusal::AlreadyFounded.into()),
            (false, false) => Err(Refusal::NotFounded.into()),
            _ => Ok(()),
        }
    }
}
