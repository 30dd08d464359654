//! 二重入力: the amounts of a form typed again by another hand, and what becomes of those that differ. Where the second entry is right, the
//! form is amended in the same act.

use casework::application::commands::{AmendmentBasis, EnterAgain, SettleEntries};
use casework::application::second_entry::put;
use casework::application::{Action, ApplicationCommand, permit};
use events::application::{EnteredAmount, SettledAmount};
use events::ids::ApplicationId;
use events::vocabulary::{AmendmentGround, EntryKept, FreeText};
use events::{Log, Personal};
use store::Expected;

use crate::application::still_as_seen;
use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, AmendInput, Case, Done, Request};

/// Which entry is right of each amount that differs.
#[derive(Clone, Debug)]
pub struct SettleInput {
    /// Every amount that differs.
    pub settled: Vec<SettledAmount>,
    /// By what it was decided.
    pub why: FreeText,
}

impl Acts {
    /// 二重入力をする.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn enter_again(
        &self,
        request: &Request,
        application: ApplicationId,
        amounts: Vec<EnteredAmount>,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.case(application, None).await?;
        still_as_seen(request, case.version)?;
        let form = case.form.open().cloned().ok_or(ActError::Erased)?;
        let command = EnterAgain { who: request.actor.clone(), form, amounts };
        let loaded = Loaded { aggregate: case.application, version: case.version };
        self.commit_on(request, application, loaded, command).await
    }

    /// 入力の違いを解消する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn settle_entries(
        &self,
        request: &Request,
        application: ApplicationId,
        input: SettleInput,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.case(application, None).await?;
        still_as_seen(request, case.version)?;
        permit(Action::SettleEntries, &case.application, &request.actor)?;
        let settle = SettleEntries { who: request.actor.clone(), settled: input.settled, why: input.why };
        // What will be refused is refused before the form is touched.
        decide(&mut case.application.clone(), ApplicationCommand::from(settle.clone())).await?;
        let mut aggregate = case.application.clone();
        let mut facts = Vec::new();
        if settle.settled.iter().any(|one| one.kept == EntryKept::Second) {
            let amendment = self.amendment(request, &case, corrected(&case, &settle)?).await?;
            facts.extend(decide(&mut aggregate, ApplicationCommand::from(amendment)).await?);
        }
        facts.extend(decide(&mut aggregate, ApplicationCommand::from(settle)).await?);
        let key = self.key_of(application.0).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition {
            stream: application.0,
            expected: Expected::Exactly(case.version),
            key: Some(key),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(case.version))?;
        Ok((&done).into())
    }
}

/// The form with the amounts of the second entry where those are right.
fn corrected(case: &Case, settle: &SettleEntries) -> Result<AmendInput, ActError> {
    let mut form = case.form.open().cloned().ok_or(ActError::Erased)?;
    let again = case.entered_again.as_ref().and_then(Personal::open).ok_or(ActError::Erased)?;
    for one in settle.settled.iter().filter(|one| one.kept == EntryKept::Second) {
        let typed = again.iter().find(|typed| typed.place == one.place);
        let amount = EnteredAmount { place: one.place.clone(), yen: typed.and_then(|typed| typed.yen) };
        put(&mut form, &amount);
    }
    Ok(AmendInput {
        application_date: case.application.application_date().ok_or(ActError::NotFound)?,
        arrival: None,
        basis: AmendmentBasis { ground: AmendmentGround::SecondEntry, stands_on: None },
        form,
        why: settle.why.clone(),
        child_my_number: None,
        applicant_my_number: None,
    })
}
