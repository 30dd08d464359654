//! Claims in a history: asked of the same table of permissions as on the screens, about an award there is; what is paid is what was computed.

use cqrs_es::Aggregate as _;
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
        };
        again(claim, command, event, at.who.id)
    }
}
