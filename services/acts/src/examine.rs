//! 点検を終えて決裁に上げる: with the determination of now, which is stored with it.

use casework::application::commands::ExamineApplication;
use casework::application::{Action, permit};
use events::ids::ApplicationId;

use crate::application::still_as_seen;
use crate::load::Loaded;
use crate::{ActError, Acts, Done, Request};

impl Acts {
    /// 点検を終えて決裁に上げる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn examine(&self, request: &Request, application: ApplicationId) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let case = self.case(application, None).await?;
        still_as_seen(request, case.version)?;
        permit(Action::Examine, &case.application, &request.actor)?;
        if let Some(recipient) = case.application.recipient() {
            self.refuse_outdated(&case, recipient).await?;
        }
        let (finding, board_required) = (self.finding(&case).await?, self.board_required(&case).await?);
        let command = ExamineApplication { who: request.actor.clone(), finding, board_required };
        let loaded = Loaded { aggregate: case.application, version: case.version };
        self.commit_on(request, application, loaded, command).await
    }
}
