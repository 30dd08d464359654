//! Claims in a history: asked of the same table of permissions as on the screens, about an award there is; what is paid is what was computed.

use cqrs_es::Aggregate as _;
use events::payment_batch::PaymentLine;
use events::reimbursement::ReimbursementEvent;

use super::{Histories, Standing, Unlawful, again};
use crate::Fact;
use crate::reimbursement::{ReimbursementCommand, ReimbursementRefusal, permit_receiving};

impl Histories {
    pub(super) fn reimbursement(&mut self, event: &ReimbursementEvent, at: Standing<'_>) -> Result<(), Unlawful> {
        let who = at.who.clone();
        let claim = self.reimbursements.entry(at.stream).or_default();
        let command = match event {
            // Whose months were claimed is sealed in part; who took it and about which award is not.
            ReimbursementEvent::Received(received) => {
                let twice = claim.stage().is_some();
                claim.apply(Fact { event: event.clone(), by: who.id });
                if twice {
                    return Err(crate::Refusal::from(ReimbursementRefusal::AlreadyReceived).into());
                }
                permit_receiving(&who, received.receiving_office)?;
                return if self.awards.contains_key(&received.award.0) { Ok(()) } else { Err(Unlawful::Groundless) };
            }
            ReimbursementEvent::Examined(event) => ReimbursementCommand::Examine(who, Box::new(event.clone())),
            ReimbursementEvent::Decided(event) => ReimbursementCommand::Decide(who, Box::new(event.clone())),
            ReimbursementEvent::CorrectionProposed(event) => {
                ReimbursementCommand::ProposeCorrection(who, Box::new(event.clone()))
            }
            ReimbursementEvent::CorrectionDropped(event) => ReimbursementCommand::DropCorrection(who, Box::new(event.clone())),
            ReimbursementEvent::Corrected(event) => ReimbursementCommand::Correct(who, event.decided_on),
            ReimbursementEvent::Withdrawn(event) => ReimbursementCommand::Withdraw(who, Box::new(event.clone())),
            ReimbursementEvent::PaymentPlanned(event) => {
                // The batch is told first in the same act, with a line for the claim.
                let batch = self.payment_batches.get(&event.batch.0);
                let line = |line: &PaymentLine| line.reimbursement.0 == at.stream && line.amount == event.amount;
                if !batch.is_some_and(|batch| batch.lines().iter().any(line)) {
                    return Err(Unlawful::Groundless);
                }
                ReimbursementCommand::PlanPayment(who, *event)
            }
            ReimbursementEvent::PaymentReleased(event) => ReimbursementCommand::ReleasePayment(who, event.batch),
            ReimbursementEvent::PaymentTakenBack(event) => ReimbursementCommand::TakeBackPayment(who, event.batch),
            ReimbursementEvent::PaymentSettled(event) => ReimbursementCommand::SettlePayment(who, *event),
            ReimbursementEvent::AccountChangeProposed(event) => {
                ReimbursementCommand::ProposeAccount(who, Box::new(event.clone()))
            }
            ReimbursementEvent::AccountChangeDropped(event) => ReimbursementCommand::DropAccount(who, Box::new(event.clone())),
            ReimbursementEvent::AccountChanged(event) => ReimbursementCommand::ChangeAccount(who, event.changed_on),
        };
        again(claim, command, event, at.who.id)
    }
}
