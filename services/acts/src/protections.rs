//! 支援措置: recorded at once by whoever hears of it, ended by somebody else; and the address shown for a purpose, which is told before it
//! is shown.

use casework::protection::{Protected, Protection, ProtectionCommand};
use events::ids::ApplicationId;
use events::protection::{ProtectionEvent, stream_of};
use events::viewing::AddressRevealed;
use events::vocabulary::{FreeText, ProtectionGround};
use events::{Log, Personal};
use jiff::civil::Date;
use store::Expected;

use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// What is recorded of a protection.
#[derive(Clone, PartialEq, Debug)]
pub struct ProtectionInput {
    /// 区分.
    pub ground: ProtectionGround,
    /// 期限; none while the municipality has not decided.
    pub until: Option<Date>,
    /// 申出の内容.
    pub reason: FreeText,
}

impl Acts {
    /// The protection recorded under an application, and the version of its stream.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn protection(&self, application: ApplicationId) -> Result<(Option<Protected>, i32), ActError> {
        let loaded = self.load::<Protection, ProtectionEvent>(stream_of(application)).await?;
        Ok((loaded.aggregate.standing(), loaded.version))
    }

    /// 支援措置を記録する.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is no such case; [`ActError::Erased`] where the person was erased.
    pub async fn record_protection(
        &self,
        request: &Request,
        application: ApplicationId,
        input: ProtectionInput,
    ) -> Result<Done, ActError> {
        let recipient = self.case(application, None).await?.application.recipient();
        let ProtectionInput { ground, until, reason } = input;
        let today = request.today;
        self.protect(request, application, ProtectionCommand::Record { application, recipient, ground, until, reason, today })
            .await
    }

    /// 支援措置を終える.
    ///
    /// # Errors
    /// As [`Acts::record_protection`].
    pub async fn end_protection(
        &self,
        request: &Request,
        application: ApplicationId,
        reason: FreeText,
    ) -> Result<Done, ActError> {
        self.protect(request, application, ProtectionCommand::End { application, reason }).await
    }

    async fn protect(&self, request: &Request, application: ApplicationId, command: ProtectionCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let stream = stream_of(application);
        let mut loaded = self.load::<Protection, ProtectionEvent>(stream).await?;
        still_as_seen(request, loaded.version)?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let (key, expected) = (Some(self.key_of(application.0).await?), Expected::Exactly(loaded.version));
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// 支援措置の対象者の住所を表示する. Where the access log cannot be written, nothing is shown.
    ///
    /// # Errors
    /// [`ActError::Erased`] where the person was erased.
    pub async fn reveal_address(
        &self,
        request: &Request,
        application: ApplicationId,
        purpose: FreeText,
    ) -> Result<Done, ActError> {
        let key = self.key_of(application.0).await?;
        let event = AddressRevealed { subject: application.0, purpose: Personal::Open(purpose) };
        Ok((&self.tell_viewing(request, Some(key), event.into()).await?).into())
    }
}
