//! 不認定とする: the application and its decision number in one act; then the notice.

use casework::application::ApplicationCommand;
use casework::application::commands::RefuseApplication;
use events::Log;
use events::ids::ApplicationId;
use events::vocabulary::FreeText;
use store::Expected;

use crate::load::{Loaded, decide};
use crate::register::{ATTEMPTS, Decisions};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// Why an application is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefuseInput {
    /// Key of the reason phrase (不認定理由).
    pub ground: String,
    /// The reason as told to the family.
    pub why: FreeText,
}

impl Acts {
    /// 不認定とする.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn refuse(&self, request: &Request, application: ApplicationId, input: RefuseInput) -> Result<Done, ActError> {
        self.refuse_with(request, application, input, false).await
    }

    /// The same; `as_proposed` where ground and reason are those of the proposal.
    pub(crate) async fn refuse_with(
        &self,
        request: &Request,
        application: ApplicationId,
        input: RefuseInput,
        as_proposed: bool,
    ) -> Result<Done, ActError> {
        if !input.ground.is_empty() {
            self.known_phrase(&input.ground, "refusal", request.today).await?;
        }
        let done = match self.done_before(request.command_id).await? {
            Some(done) => (&done).into(),
            None => self.decide_refusal(request, application, input, as_proposed).await?,
        };
        self.letter_after(application, request.correlation_id).await;
        Ok(done)
    }

    async fn decide_refusal(
        &self,
        request: &Request,
        application: ApplicationId,
        input: RefuseInput,
        as_proposed: bool,
    ) -> Result<Done, ActError> {
        let decisions = Decisions::of(request.today)?;
        let proposal_needed = self.route(true, request.today).await?.len() > 1;
        let deciding = self.allocating(decisions.stream());
        let _one_decision_at_a_time = deciding.lock().await;
        for _ in 0..ATTEMPTS {
            let Loaded { mut aggregate, version } = self.application(request, application).await?;
            let (number, allocation) = decisions.next(self, request, application).await?;
            let RefuseInput { ground, why } = input.clone();
            let command = RefuseApplication {
                who: request.actor.clone(),
                today: request.today,
                number: Some(number),
                ground,
                why,
                proposal_needed,
                as_proposed,
            };
            let facts = decide(&mut aggregate, ApplicationCommand::from(command)).await?;
            let key = self.key_of(application.0).await?;
            let mut submission = Submission::new(self, Log::Casework, request);
            submission.add(Addition {
                stream: application.0,
                expected: Expected::Exactly(version),
                key: Some(key),
                effective_on: request.today,
                cause: None,
                facts,
            })?;
            submission.take(allocation)?;
            match submission.commit().await {
                Ok(done) => return Ok((&done).into()),
                Err(Unwritten::Moved { stream, .. }) if stream == decisions.stream() => {}
                Err(other) => return Err(other.seen_at(version)),
            }
        }
        Err(ActError::Unavailable)
    }
}
