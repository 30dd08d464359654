//! Clerks of cases (担当者): a case is taken by oneself; one or many are handed over or left to whoever takes them next, each an act of its
//! own.

use casework::application::commands::{Candidate, NameClerk, ReleaseClerk};
use casework::application::{Application, clerk};
use events::ids::{ApplicationId, StaffId};
use events::vocabulary::FreeText;

use crate::{ActError, Acts, Chosen, Done, Request};

impl Acts {
    /// 自分の担当にする.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn take_case(
        &self,
        request: &Request,
        application: ApplicationId,
        why: Option<FreeText>,
    ) -> Result<Done, ActError> {
        self.name_clerk(request, application, request.actor.id, why).await
    }

    /// 担当者を替える, or 外す where nobody is named: one after the other, in the order given; what became of each.
    pub async fn hand_over_each(
        &self,
        request: &Request,
        chosen: &[Chosen],
        (clerk, why): (Option<StaffId>, &FreeText),
    ) -> Vec<(ApplicationId, Result<Done, ActError>)> {
        let mut outcomes = Vec::with_capacity(chosen.len());
        for one in chosen {
            let own = one.own(request, "hand_over");
            let outcome = if let Some(clerk) = clerk {
                self.name_clerk(&own, one.application, clerk, Some(why.clone())).await
            } else {
                let command = ReleaseClerk { who: own.actor.clone(), why: why.clone() };
                self.on_application(&own, one.application, command).await
            };
            outcomes.push((one.application, outcome));
        }
        outcomes
    }

    async fn name_clerk(
        &self,
        request: &Request,
        application: ApplicationId,
        clerk: StaffId,
        why: Option<FreeText>,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let loaded = self.application(request, application).await?;
        let account = self.account(clerk).await?;
        let clerk = Candidate { id: clerk, role: account.role, office: account.office, is_there: account.may_sign_in() };
        let left_behind = self.clerk_is_gone(&loaded.aggregate).await?;
        let command = NameClerk { who: request.actor.clone(), clerk, left_behind, why };
        self.commit_on(request, application, loaded, command).await
    }

    /// Whether the clerk at the desk of a case can no longer work on it.
    async fn clerk_is_gone(&self, case: &Application) -> Result<bool, ActError> {
        let Some(clerk) = clerk::desk(case.stage()).and_then(|desk| case.clerks().at(desk)) else { return Ok(false) };
        match self.account(clerk).await {
            Ok(account) => Ok(!account.may_sign_in()),
            // Received by the program or brought in from elsewhere.
            Err(ActError::NotFound) => Ok(true),
            Err(other) => Err(other),
        }
    }
}
