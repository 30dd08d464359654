//! What every act on an existing application shares: the first answer to a repeated command, the version the person saw, one stream.

use casework::application::{Application, ApplicationCommand};
use events::Log;
use events::application::ApplicationEvent;
use events::ids::ApplicationId;
use store::Expected;

use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Refuses what was decided on a version that is no longer there.
pub(crate) fn still_as_seen(request: &Request, version: i32) -> Result<(), ActError> {
    match request.seen_version {
        Some(seen) if seen != version => Err(ActError::Stale { seen, now: version }),
        _ => Ok(()),
    }
}

impl Acts {
    /// Loads an application as the person saw it.
    pub(crate) async fn application(&self, request: &Request, id: ApplicationId) -> Result<Loaded<Application>, ActError> {
        let loaded = self.load::<Application, ApplicationEvent>(id.0).await?;
        if loaded.version == 0 {
            return Err(ActError::NotFound);
        }
        still_as_seen(request, loaded.version)?;
        Ok(loaded)
    }

    /// Decides a command on an application and appends to its stream alone.
    pub(crate) async fn on_application(
        &self,
        request: &Request,
        id: ApplicationId,
        command: impl Into<ApplicationCommand>,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let loaded = self.application(request, id).await?;
        self.commit_on(request, id, loaded, command).await
    }

    /// The same for an application that is loaded already.
    pub(crate) async fn commit_on(
        &self,
        request: &Request,
        id: ApplicationId,
        mut loaded: Loaded<Application>,
        command: impl Into<ApplicationCommand>,
    ) -> Result<Done, ActError> {
        let facts = decide(&mut loaded.aggregate, command).await?;
        let key = self.key_of(id.0).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(loaded.version),
            key: Some(key),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }
}
