//! 同じ人: two rows of the ledger are linked, and the link undone. Nothing of either is touched; what begins afterwards begins from the row
//! that goes on.

use casework::recipient::Recipient;
use casework::same_person::{Pair, SamePerson, SamePersonCommand, SamePersonRefusal};
use events::Log;
use events::ids::{ApplicationId, RecipientId};
use events::recipient::RecipientEvent;
use events::same_person::{SamePersonEvent, stream_of};
use events::vocabulary::FreeText;
use store::Expected;

use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

impl Acts {
    /// The row under which a recipient goes on; none where it goes on itself.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn goes_on_under(&self, recipient: RecipientId) -> Result<Option<RecipientId>, ActError> {
        Ok(self.load::<SamePerson, SamePersonEvent>(stream_of(recipient)).await?.aggregate.goes_on_under())
    }

    /// Refuses what would begin from a row that goes on elsewhere.
    pub(crate) async fn goes_on_here(&self, recipient: RecipientId) -> Result<(), ActError> {
        match self.goes_on_under(recipient).await? {
            Some(_) => Err(casework::Refusal::from(SamePersonRefusal::GoesOnElsewhere).into()),
            None => Ok(()),
        }
    }

    /// 同じ人として結び付ける: `with` is the row that goes on.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where one of them is not in the ledger.
    pub async fn link_same_person(
        &self,
        request: &Request,
        recipient: RecipientId,
        with: RecipientId,
        why: FreeText,
    ) -> Result<Done, ActError> {
        let applications = [self.came_by(recipient).await?, self.came_by(with).await?];
        let with_is_linked = self.goes_on_under(with).await?.is_some();
        let pair = Pair { recipient, with, applications };
        self.on_same_person(request, recipient, SamePersonCommand::Link { pair, with_is_linked, why }).await
    }

    /// 結び付けを取り消す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn unlink_same_person(&self, request: &Request, recipient: RecipientId, why: FreeText) -> Result<Done, ActError> {
        self.on_same_person(request, recipient, SamePersonCommand::Unlink { why }).await
    }

    pub(crate) async fn came_by(&self, recipient: RecipientId) -> Result<ApplicationId, ActError> {
        let loaded = self.load::<Recipient, RecipientEvent>(recipient.0).await?;
        loaded.aggregate.registered_by().ok_or(ActError::NotFound)
    }

    async fn on_same_person(
        &self,
        request: &Request,
        recipient: RecipientId,
        command: SamePersonCommand,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let stream = stream_of(recipient);
        let Loaded { mut aggregate, version } = self.load::<SamePerson, SamePersonEvent>(stream).await?;
        let facts = decide(&mut aggregate, (request.actor.clone(), command)).await?;
        // The reason goes with the person.
        let (key, expected) = (Some(self.key_of(recipient.0).await?), Expected::Exactly(version));
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }
}
