//! 療養費の支払: decided claims are paid in batches. Each act on a batch is written together with what it does to every claim in it, or not at all; so a claim
//! stands in one batch at a time. The bytes of the files are kept nowhere: they follow from what was frozen, and the digest says so.

mod drawing;
mod handling;
mod writing;

use casework::payment_batch::PaymentBatch;
use casework::reimbursement::Reimbursement;
use cqrs_es::Aggregate as _;
use events::Log;
use events::ids::{PaymentBatchId, StaffId};
use events::payment_batch::{DrawnUp, PaymentBatchEvent};
use jiff::Timestamp;
use store::Expected;

pub use writing::WrittenPayment;

use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, ReimbursementCase, Request};

/// Claim on standing in a batch for the n-th time: two batches cannot take the same.
pub(crate) const LISTED: &str = "payment_listing";

/// A batch as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct PaymentBatchCase {
    /// Its id.
    pub id: PaymentBatchId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub batch: PaymentBatch,
    /// As it was frozen.
    pub drawn: DrawnUp,
    /// By whom, and when.
    pub by: (StaffId, Timestamp),
}

impl Acts {
    /// A batch.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn payment_batch(&self, id: PaymentBatchId) -> Result<PaymentBatchCase, ActError> {
        let mut case: Option<PaymentBatchCase> = None;
        for one in self.told::<PaymentBatchEvent>(Log::Casework, id.0, 0).await? {
            let (by, at, version) = (one.envelope.actor_id, one.envelope.recorded_at, one.envelope.stream_version);
            if let PaymentBatchEvent::DrawnUp(drawn) = &one.event {
                let (batch, drawn) = (PaymentBatch::default(), drawn.clone());
                case = Some(PaymentBatchCase { id, version, batch, drawn, by: (by, at) });
            }
            let Some(case) = &mut case else { continue };
            case.version = version;
            case.batch.apply(casework::Fact { event: one.event, by });
        }
        case.ok_or(ActError::NotFound)
    }

    /// Adds what the batch does to a claim.
    async fn add_to_claim(
        submission: &mut Submission,
        request: &Request,
        case: ReimbursementCase,
        command: casework::reimbursement::ReimbursementCommand,
    ) -> Result<(), ActError> {
        let mut aggregate: Reimbursement = case.reimbursement;
        let facts = decide(&mut aggregate, command).await?;
        let (stream, expected) = (case.id.0, Expected::Exactly(case.version));
        let addition = Addition { stream, expected, key: None, effective_on: request.today, cause: None, facts };
        submission.add(addition).map(drop)
    }
}
