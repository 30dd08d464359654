//! 療養費の請求を受け付ける: the next receipt number of the office, one act.

use casework::register::Register;
use casework::reimbursement::{ReceiveClaim, Reimbursement, ReimbursementCommand, ReimbursementRefusal};
use events::ids::{AwardId, RecipientId, ReimbursementId};
use events::notice::Filer;
use events::reimbursement::{Claim, Received};
use events::vocabulary::{OfficeCode, ReceiptNumber};
use events::{Log, Personal};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::Expected;

use crate::ids::derived;
use crate::load::decide;
use crate::notices::{number, year};
use crate::register::{ATTEMPTS, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Known, Request};

/// A claim as the counter took it.
#[derive(Clone, PartialEq, Debug)]
pub struct ReceiveClaimInput {
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// 請求日.
    pub filed_on: Date,
    /// 受付事務所; that of the person who acts.
    pub receiving_office: OfficeCode,
    /// 請求者.
    pub filer: Filer,
    /// What is claimed.
    pub claim: Claim,
}

/// A received claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClaimReceipt {
    /// The claim.
    pub reimbursement: ReimbursementId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// The act.
    pub done: Done,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    reimbursement: ReimbursementId,
    receipt_number: ReceiptNumber,
}

impl Acts {
    /// 療養費の請求を受け付ける.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn receive_claim(&self, request: &Request, input: ReceiveClaimInput) -> Result<ClaimReceipt, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return receipt(&done);
        }
        let id = ReimbursementId(derived(request.command_id, "reimbursement"));
        let known = self.known(input.recipient, input.award, input.filed_on).await?;
        if known.award.annulled {
            return Err(casework::Refusal::from(ReimbursementRefusal::Annulled).into());
        }
        let key = self.key_of(input.recipient.0).await?;
        let mut command = self.claiming(request, input, known).await?;
        let register = Register::of_receipts(year(request.today)?, command.received.receiving_office);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let allocation =
                self.next_number(register.clone(), id.0, ReceiptNumber::LARGEST, request.actor.id, request.today).await?;
            let receipt_number = number(request.today, command.received.receiving_office, allocation.serial)?;
            command.received.receipt_number = receipt_number;
            let receiving = ReimbursementCommand::Receive(Box::new(command.clone()));
            let facts = decide(&mut Reimbursement::default(), receiving).await?;
            let mut submission = Submission::new(self, Log::Casework, request);
            submission.take(allocation)?;
            let (expected, effective_on) = (Expected::Exactly(0), command.received.filed_on);
            submission.add(Addition { stream: id.0, expected, key: Some(key), effective_on, cause: None, facts })?;
            submission.answer(&Answer { reimbursement: id, receipt_number })?;
            match submission.commit().await {
                Ok(done) => return receipt(&done),
                Err(Unwritten::Moved { stream, .. }) if stream == stream_of(&register) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }

    async fn claiming(&self, request: &Request, input: ReceiveClaimInput, known: Known) -> Result<ReceiveClaim, ActError> {
        let masters = self.masters().await?;
        let value = |key: &str, default| masters.program.at(key, input.filed_on).map_or(default, |row| row.value.value);
        let days = Span::new().try_days(value("reimbursement.days", 60)).map_err(|error| ActError::internal(&error))?;
        let mut months: Vec<Date> = input.claim.months.iter().map(|month| month.month).collect();
        months.sort_unstable();
        months.dedup();
        let received = Received {
            receipt_number: number(request.today, input.receiving_office, 1)?,
            recipient: input.recipient,
            award: input.award,
            filed_on: input.filed_on,
            due_on: input.filed_on.checked_add(days).map_err(|error| ActError::internal(&error))?,
            receiving_office: input.receiving_office,
            responsible_office: self.responsible_office(known.person.residence.municipality, input.filed_on).await?,
            filer: input.filer,
            months,
            name: Personal::Open(known.person.name.clone()),
            claim: Personal::Open(input.claim),
        };
        let limit_years = value("reimbursement.limit_years", 5);
        Ok(ReceiveClaim { who: request.actor.clone(), today: request.today, received, standing: known.standing, limit_years })
    }
}

fn receipt(done: &store::Done) -> Result<ClaimReceipt, ActError> {
    let answer = done.answer.as_deref().unwrap_or_default();
    let Answer { reimbursement, receipt_number } = serde_json::from_str(answer).map_err(|error| ActError::internal(&error))?;
    Ok(ClaimReceipt { reimbursement, receipt_number, done: done.into() })
}
