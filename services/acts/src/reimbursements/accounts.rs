//! Where a claim is paid to: changed by two, shown whole only to somebody who says why.

use std::collections::BTreeSet;

use casework::Refusal;
use casework::reimbursement::{ReimbursementCommand, ReimbursementRefusal};
use events::Personal;
use events::ids::ReimbursementId;
use events::reimbursement::{AccountChangeDropped, AccountChangeProposed, BankAccount};
use events::vocabulary::FreeText;

use crate::{ActError, Acts, Done, Request};

/// A claim's accounts, whole.
#[derive(Clone, PartialEq, Debug)]
pub struct RevealedAccounts {
    /// The one that counts; none where it was erased.
    pub account: Option<BankAccount>,
    /// The one that waits for its decision.
    pub proposed: Option<BankAccount>,
}

impl Acts {
    /// 振込先の変更を起案する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn propose_payee(
        &self,
        request: &Request,
        id: ReimbursementId,
        account: BankAccount,
        why: FreeText,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        if case.account().is_some_and(|(_, known)| *known == account) {
            return Err(Refusal::from(ReimbursementRefusal::SameAccount).into());
        }
        let proposed = AccountChangeProposed { account: Personal::Open(account), why: Personal::Open(why) };
        let command = ReimbursementCommand::ProposeAccount(request.actor.clone(), Box::new(proposed));
        self.on_claim(request, case, command, &BTreeSet::new()).await
    }

    /// 振込先の変更の起案をやめる: withdrawn by a checker, sent back by an approver.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn drop_payee(&self, request: &Request, id: ReimbursementId, why: FreeText) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let dropped = AccountChangeDropped { why: Personal::Open(why) };
        let command = ReimbursementCommand::DropAccount(request.actor.clone(), Box::new(dropped));
        self.on_claim(request, case, command, &BTreeSet::new()).await
    }

    /// 振込先の変更を決裁する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn change_payee(&self, request: &Request, id: ReimbursementId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.reimbursement(id).await?;
        let command = ReimbursementCommand::ChangeAccount(request.actor.clone(), request.today);
        self.on_claim(request, case, command, &BTreeSet::new()).await
    }

    /// 口座番号を表示する: who, whose and why is written down first, and once a command.
    ///
    /// # Errors
    /// [`casework::Refusal::TakenOutAlready`] and other [`ActError`]s; then nothing may be shown.
    pub async fn reveal_payees(
        &self,
        request: &Request,
        id: ReimbursementId,
        screen: &str,
        why: FreeText,
    ) -> Result<RevealedAccounts, ActError> {
        let case = self.reimbursement(id).await?;
        let recipient = case.reimbursement.reception().ok_or(ActError::NotFound)?.recipient;
        self.table_exported(request, screen, 1, vec![recipient.0], why).await?;
        let account = case.account().map(|(_, account)| account.clone());
        let proposed = case.account_change.as_ref().and_then(|(account, _)| account.open().cloned());
        Ok(RevealedAccounts { account, proposed })
    }
}
