//! What becomes of a batch: released, taken back, handed over, answered. Every claim in it says the same in the same act.

use casework::payment_batch::{ClaimNow, PaymentBatchCommand};
use casework::reimbursement::ReimbursementCommand;
use events::Log;
use events::ids::PaymentBatchId;
use events::payment_batch::LineResult;
use events::reimbursement::PaymentSettled;
use store::Expected;

use super::PaymentBatchCase;
use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, ReimbursementCase, Request};

type OnClaims = Vec<(ReimbursementCase, ReimbursementCommand)>;

impl Acts {
    /// 承認する: where every line is still as it was frozen, and by somebody who had no part in it.
    ///
    /// # Errors
    /// [`ActError`]; the refusal names the lines.
    pub async fn release_payments(&self, request: &Request, id: PaymentBatchId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.payment_batch(id).await?;
        let claims = self.claims_of(&case).await?;
        let now = self.standing_now(&claims)?;
        let command = |claim| (claim, ReimbursementCommand::ReleasePayment(request.actor.clone(), id));
        let on_claims = claims.into_iter().map(command).collect();
        self.on_batch(request, case, PaymentBatchCommand::Release(now, request.today), on_claims).await
    }

    /// 取りやめる, before it was handed over: its claims are open again.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn take_back_payments(&self, request: &Request, id: PaymentBatchId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.payment_batch(id).await?;
        // Of a batch that was taken back the claims may stand in another one: the batch itself refuses.
        let mut claims = self.claims_of(&case).await?;
        claims.retain(|claim| claim.reimbursement.payment().planned().is_some_and(|planned| planned.batch == id));
        let command = |claim| (claim, ReimbursementCommand::TakeBackPayment(request.actor.clone(), id));
        let on_claims = claims.into_iter().map(command).collect();
        self.on_batch(request, case, PaymentBatchCommand::TakeBack, on_claims).await
    }

    /// 引渡しを記録する, of files that can still be made as they were frozen.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn deliver_payments(&self, request: &Request, id: PaymentBatchId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.payment_batch(id).await?;
        if case.batch.may_leave() {
            for file in &case.drawn.files {
                self.frozen_bytes(&case, file).await?;
            }
        }
        self.on_batch(request, case, PaymentBatchCommand::Deliver(request.today), Vec::new()).await
    }

    /// 振込の結果を取り込む: each line is paid, or its claim is open again.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn take_payment_results(
        &self,
        request: &Request,
        id: PaymentBatchId,
        results: Vec<LineResult>,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.payment_batch(id).await?;
        // The batch refuses before anything is asked of the claims.
        let command = PaymentBatchCommand::TakeResults(results.clone(), request.today);
        decide(&mut case.batch.clone(), (request.actor.clone(), command.clone())).await?;
        let mut on_claims = Vec::with_capacity(results.len());
        for result in &results {
            let line = case.batch.line(result.line).ok_or(ActError::NotFound)?;
            let claim = self.reimbursement(line.reimbursement).await?;
            let settled = PaymentSettled { batch: id, outcome: result.outcome };
            on_claims.push((claim, ReimbursementCommand::SettlePayment(request.actor.clone(), settled)));
        }
        self.on_batch(request, case, command, on_claims).await
    }

    /// The claims as they stand, for whether each is still what was frozen.
    pub(super) fn standing_now(&self, claims: &[ReimbursementCase]) -> Result<Vec<ClaimNow>, ActError> {
        let now = claims.iter().map(|claim| {
            let account = claim.account().map(|(told, account)| self.mark_of(account).map(|mark| (told, mark))).transpose()?;
            Ok(ClaimNow {
                decision: claim.decision,
                correcting: claim.reimbursement.correction().is_some(),
                account,
                account_changing: claim.reimbursement.account_change().is_some(),
                hands: claim.reimbursement.hands().clone(),
            })
        });
        now.collect()
    }

    pub(super) async fn claims_of(&self, case: &PaymentBatchCase) -> Result<Vec<ReimbursementCase>, ActError> {
        let mut claims = Vec::with_capacity(case.drawn.lines.len());
        for line in &case.drawn.lines {
            claims.push(self.reimbursement(line.reimbursement).await?);
        }
        Ok(claims)
    }

    /// Writes what the batch and its claims say, together.
    async fn on_batch(
        &self,
        request: &Request,
        case: PaymentBatchCase,
        command: PaymentBatchCommand,
        on_claims: OnClaims,
    ) -> Result<Done, ActError> {
        let PaymentBatchCase { id, version, mut batch, .. } = case;
        still_as_seen(request, version)?;
        let facts = decide(&mut batch, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected) = (id.0, Expected::Exactly(version));
        submission.add(Addition { stream, expected, key: None, effective_on: request.today, cause: None, facts })?;
        for (claim, command) in on_claims {
            Self::add_to_claim(&mut submission, request, claim, command).await?;
        }
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }
}
