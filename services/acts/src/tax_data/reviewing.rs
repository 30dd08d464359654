//! What changes with the data of a new year, looked at by somebody.

use casework::tax_data::{TaxData, TaxDataCommand};
use events::Log;
use events::ids::{CommandId, RecipientId};
use events::tax_data::{TakenIn, TaxDataEvent, stream_of};
use events::vocabulary::TaxReview;
use jiff::Timestamp;
use store::Expected;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::{Loaded, Told, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// The newest tax data of a household, opened.
#[derive(Clone, Debug)]
pub struct TaxDataFile {
    /// 受給者.
    pub recipient: RecipientId,
    /// Version of the stream.
    pub version: i32,
    /// What was taken in last.
    pub taken_in: TakenIn,
    /// When.
    pub at: Timestamp,
    /// What somebody made of it, and when.
    pub reviewed: Option<(TaxReview, Timestamp)>,
    /// Why the tier would be what it would be, judged again now.
    pub why: Vec<casework::rules::TraceStep>,
    /// What is missing for it.
    pub missing: Vec<String>,
}

impl Acts {
    /// The newest tax data of a recipient's household, with the calculation.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where none came; [`ActError::Erased`].
    pub async fn tax_data(&self, recipient: RecipientId) -> Result<TaxDataFile, ActError> {
        let mut told = self.told::<TaxDataEvent>(Log::Casework, stream_of(recipient), 0).await?;
        self.open_all(&mut told).await?;
        let (mut found, mut reviewed, mut version) = (None, None, 0);
        for Told { event, envelope } in told {
            version = envelope.stream_version;
            match event {
                TaxDataEvent::TakenIn(event) => (found, reviewed) = (Some((event, envelope.recorded_at)), None),
                TaxDataEvent::Reviewed(event) => reviewed = Some((event.outcome, envelope.recorded_at)),
            }
        }
        let (taken_in, at) = found.ok_or(ActError::NotFound)?;
        let members = taken_in.members.open().ok_or(ActError::Erased)?;
        let (campaign, _) = self.campaign(taken_in.campaign).await?;
        let applied = campaign.opened().map(|opened| opened.apply_by).ok_or(ActError::NotFound)?;
        let judged = self.judged_anew(taken_in.award, members, applied).await?;
        let missing = judged.pending.into_iter().map(|one| one.label).collect();
        Ok(TaxDataFile { recipient, version, taken_in, at, reviewed, why: judged.trace, missing })
    }

    /// 再判定を確かめる, one person or several in the same way; each is an act of its own. What became of each.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn review_tax_data(
        &self,
        request: &Request,
        recipients: &[RecipientId],
        outcome: TaxReview,
    ) -> Result<Vec<(RecipientId, Result<Done, ActError>)>, ActError> {
        let mut outcomes = Vec::with_capacity(recipients.len());
        for recipient in recipients {
            let command_id = CommandId(derived(request.command_id, &format!("review/{recipient}")));
            let alone = recipients.len() == 1;
            let seen_version = request.seen_version.filter(|_| alone);
            let own = Request { command_id, seen_version, ..request.clone() };
            outcomes.push((*recipient, self.review_one(&own, *recipient, outcome).await));
        }
        Ok(outcomes)
    }

    async fn review_one(&self, request: &Request, recipient: RecipientId, outcome: TaxReview) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let stream = stream_of(recipient);
        let Loaded { mut aggregate, version } = self.load::<TaxData, TaxDataEvent>(stream).await?;
        if version == 0 {
            return Err(ActError::NotFound);
        }
        still_as_seen(request, version)?;
        let facts = decide(&mut aggregate, (request.actor.clone(), TaxDataCommand::Review(outcome))).await?;
        let (key, expected) = (Some(self.key_of(recipient.0).await?), Expected::Exactly(version));
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }
}
