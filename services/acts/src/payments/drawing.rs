//! 支払の一覧を作る: amounts, accounts and files are frozen, and the claims say that they stand in it.

use casework::Refusal;
use casework::payment_batch::{MOST, PaymentBatch, PaymentBatchCommand, PaymentBatchRefusal, records_of};
use casework::register::Register;
use casework::reimbursement::ReimbursementCommand;
use casework::rules::Masters;
use events::Log;
use events::ids::{PaymentBatchId, ReimbursementId};
use events::payment_batch::{DrawnUp, FrozenFile, PaymentFile, PaymentLine, PaymentRecord};
use events::reimbursement::{BankAccount, PaymentPlanned};
use jiff::civil::Date;
use store::{Claim, Expected};

use super::LISTED;
use super::writing::bytes_of;
use crate::ids::derived;
use crate::load::decide;
use crate::register::{ATTEMPTS, LARGEST_OF_A_YEAR, fiscal_year, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, ReimbursementCase, Request};

impl Acts {
    /// 支払の一覧を作る, of the claims in this order.
    ///
    /// # Errors
    /// [`ActError`]; [`PaymentBatchRefusal::NotPayable`] names the claim.
    pub async fn draw_up_payments(
        &self,
        request: &Request,
        pay_on: Date,
        claims: &[ReimbursementId],
    ) -> Result<(PaymentBatchId, Done), ActError> {
        let id = PaymentBatchId(derived(request.command_id, "payment_batch"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        if claims.len() > MOST {
            return Err(refused(PaymentBatchRefusal::TooMany));
        }
        let mut cases = Vec::with_capacity(claims.len());
        for claim in claims {
            cases.push(self.reimbursement(*claim).await?);
        }
        let (mut lines, mut accounts) = (Vec::with_capacity(cases.len()), Vec::with_capacity(cases.len()));
        for case in &cases {
            let (line, account) = self.line_of(case)?;
            lines.push(line);
            accounts.push(account);
        }
        let year = fiscal_year(request.today)?;
        let masters = self.masters().await?;
        let files = layouts(&masters, request.today)?;
        let mut drawn = DrawnUp { year, serial: 1, pay_on, lines, files };
        let register = Register::of_payment_batches(year);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let (by, today) = (request.actor.id, request.today);
            let allocation = self.next_number(register.clone(), id.0, LARGEST_OF_A_YEAR, by, today).await?;
            drawn.serial = allocation.serial;
            self.freeze_files(&mut drawn, &accounts)?;
            let command = PaymentBatchCommand::DrawUp(Box::new(drawn.clone()), today);
            let facts = decide(&mut PaymentBatch::default(), (request.actor.clone(), command)).await?;
            let mut submission = Submission::new(self, Log::Casework, request);
            submission.take(allocation)?;
            let (stream, expected) = (id.0, Expected::Exactly(0));
            submission.add(Addition { stream, expected, key: None, effective_on: today, cause: None, facts })?;
            for (case, line) in cases.iter().zip(&drawn.lines) {
                let planned = PaymentPlanned { batch: id, decision: line.decision, amount: line.amount };
                let nth = case.reimbursement.payment().times() + 1;
                submission.claim(Claim::plain(LISTED, &format!("{}/{nth}", case.id)));
                let command = ReimbursementCommand::PlanPayment(request.actor.clone(), planned);
                Self::add_to_claim(&mut submission, request, case.clone(), command).await?;
            }
            match submission.commit().await {
                Ok(done) => return Ok((id, (&done).into())),
                Err(Unwritten::Moved { stream, .. }) if stream == stream_of(&register) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }

    /// What is frozen of a claim, with the account it is paid to.
    fn line_of(&self, case: &ReimbursementCase) -> Result<(PaymentLine, BankAccount), ActError> {
        let reception = case.reimbursement.reception().ok_or(ActError::NotFound)?;
        let named = |why: &dyn std::fmt::Display| {
            refused(PaymentBatchRefusal::NotPayable(format!("{}：{why}", reception.receipt_number)))
        };
        let amount = case.reimbursement.payable().map_err(|refusal| named(&refusal))?;
        let decision = case.decision.ok_or(ActError::NotFound)?;
        let (told, account) = case.account().ok_or_else(|| named(&"この請求の振込先は消去されています"))?;
        let line = PaymentLine {
            reimbursement: case.id,
            receipt_number: reception.receipt_number,
            recipient: reception.recipient,
            decision,
            amount,
            account: told,
            account_mark: self.mark_of(account)?,
        };
        Ok((line, account.clone()))
    }

    fn freeze_files(&self, drawn: &mut DrawnUp, accounts: &[BankAccount]) -> Result<(), ActError> {
        let digests: Result<Vec<String>, ActError> =
            drawn.files.iter().map(|file| Ok(self.payment_digest(&bytes_of(drawn, file, accounts)?))).collect();
        for (file, digest) in drawn.files.iter_mut().zip(digests?) {
            file.digest = digest;
        }
        Ok(())
    }
}

/// Every file of a batch, as the masters of the day want it.
fn layouts(masters: &Masters, on: Date) -> Result<Vec<FrozenFile>, ActError> {
    let layout = |file: &PaymentFile| {
        let records = records_of(masters, *file, on);
        if records.iter().any(|one| one.record == PaymentRecord::Data) {
            Ok(FrozenFile { file: *file, records, digest: String::new() })
        } else {
            Err(refused(PaymentBatchRefusal::NoLayout(file.label())))
        }
    };
    PaymentFile::ALL.iter().map(layout).collect()
}

pub(super) fn refused(refusal: PaymentBatchRefusal) -> ActError {
    Refusal::from(refusal).into()
}
