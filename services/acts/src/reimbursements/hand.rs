//! The decision on a claim, and its withdrawal. A month at an institution is paid once: a second payment is refused by the store itself.

use std::collections::BTreeSet;

use casework::Refusal;
use casework::reimbursement::{
    Reimbursement, ReimbursementAction, ReimbursementCommand, ReimbursementRefusal, ReimbursementStage,
};
use events::ids::ReimbursementId;
use events::reimbursement::{CorrectionDropped, CorrectionProposed, Decided, Withdrawn};
use events::vocabulary::{FreeText, Yen};
use events::{Log, Personal};
use store::Expected;

use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, ReimbursementCase, Request};

/// Claim on paying for a month of an award at one institution.
pub(crate) const PAID_MONTH: &str = "reimbursement_month";

impl Acts {
    /// 支給を決定する, as computed.
    ///
    /// # Errors
    /// [`ActError`]; [`ActError::AlreadyTaken`] where a month was paid before.
    pub async fn pay_claim(&self, request: &Request, id: ReimbursementId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let amount = case.reimbursement.amount().unwrap_or(Yen::ZERO);
        let reception = case.reimbursement.reception().ok_or(ActError::NotFound)?;
        let claimed = case.claim.open().ok_or(ActError::Erased)?;
        let paid = claimed.months.iter().map(|one| {
            let institution: String = one.institution.to_string().split_whitespace().collect();
            format!("{}/{}/{institution}", reception.award, one.month)
        });
        let paid: BTreeSet<String> = paid.collect();
        let decided = Decided { decided_on: request.today, amount, refusal: None };
        let command = ReimbursementCommand::Decide(request.actor.clone(), Box::new(decided));
        let done = self.on_claim(request, case, command, &paid).await?;
        self.claim_letter_after(id, request.correlation_id).await;
        Ok(done)
    }

    /// 不支給を決定する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn refuse_claim(&self, request: &Request, id: ReimbursementId, why: FreeText) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let decided = Decided { decided_on: request.today, amount: Yen::ZERO, refusal: Some(Personal::Open(why)) };
        let command = ReimbursementCommand::Decide(request.actor.clone(), Box::new(decided));
        let done = self.on_claim(request, case, command, &BTreeSet::new()).await?;
        self.claim_letter_after(id, request.correlation_id).await;
        Ok(done)
    }

    /// 支給の訂正を起案する: what was decided and is named by it should have been `amount`.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn propose_claim_correction(
        &self,
        request: &Request,
        id: ReimbursementId,
        amount: Yen,
        why: FreeText,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let stage = case.reimbursement.stage().unwrap_or(ReimbursementStage::Received);
        let action = ReimbursementAction::ProposeCorrection;
        let corrects = case.decision.ok_or_else(|| Refusal::from(ReimbursementRefusal::WrongStage { action, stage }))?;
        let proposed = CorrectionProposed { corrects, amount, why: Personal::Open(why) };
        let command = ReimbursementCommand::ProposeCorrection(request.actor.clone(), Box::new(proposed));
        self.on_claim(request, case, command, &BTreeSet::new()).await
    }

    /// 訂正の起案をやめる: withdrawn by a checker, sent back by an approver.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn drop_claim_correction(&self, request: &Request, id: ReimbursementId, why: FreeText) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let dropped = CorrectionDropped { why: Personal::Open(why) };
        let command = ReimbursementCommand::DropCorrection(request.actor.clone(), Box::new(dropped));
        self.on_claim(request, case, command, &BTreeSet::new()).await
    }

    /// 訂正を決裁する: what is to be returned or paid on top follows from both amounts.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn correct_claim(&self, request: &Request, id: ReimbursementId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let command = ReimbursementCommand::Correct(request.actor.clone(), request.today);
        self.on_claim(request, case, command, &BTreeSet::new()).await
    }

    /// 請求を取り下げる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_claim(&self, request: &Request, id: ReimbursementId, why: FreeText) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let withdrawn = Withdrawn { why: Personal::Open(why) };
        self.on_claim(request, case, ReimbursementCommand::Withdraw(request.actor.clone(), Box::new(withdrawn)), &BTreeSet::new())
            .await
    }

    /// Decides a command on a claim and appends to its stream alone.
    pub(super) async fn on_claim(
        &self,
        request: &Request,
        case: ReimbursementCase,
        command: ReimbursementCommand,
        paid: &BTreeSet<String>,
    ) -> Result<Done, ActError> {
        still_as_seen(request, case.version)?;
        let recipient = case.reimbursement.reception().ok_or(ActError::NotFound)?.recipient;
        let mut aggregate: Reimbursement = case.reimbursement;
        let facts = decide(&mut aggregate, command).await?;
        let key = Some(self.key_of(recipient.0).await?);
        let mut submission = Submission::new(self, Log::Casework, request);
        let (expected, effective_on) = (Expected::Exactly(case.version), request.today);
        submission.add(Addition { stream: case.id.0, expected, key, effective_on, cause: None, facts })?;
        for month in paid {
            submission.claim(self.parts().pepper.claim(PAID_MONTH, month.as_bytes()));
        }
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(case.version))?;
        Ok((&done).into())
    }
}
