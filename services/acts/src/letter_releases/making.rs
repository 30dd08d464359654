//! Making the letters of a release, in the order of its list.

use casework::campaign::{Campaign, CampaignCommand};
use casework::letter_release::{LetterRelease, LetterReleaseCommand, Stage};
use casework::rules::impact::Go;
use events::campaign::{CampaignEvent, Guided, Reminded};
use events::ids::{CommandId, CorrelationId, LetterReleaseId, RecipientId};
use events::letter::LetterKind;
use events::letter_release::{Addressed, Ended, LetterReleaseEvent, Outcome};
use events::{Actor, Log};
use jiff::civil::Date;
use store::{Expected, Recorded};

use super::LetterReleaseFile;
use super::progress::JOBS;
use crate::letters::{Asking, Occasion, letter_about};
use crate::load::{Loaded, decide};
use crate::long_jobs::JobProgress;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Request};

/// Name of the part of the program in the log.
const PART: &str = "worker";

impl Acts {
    /// Makes the letters of a release. `told` is asked after each letter whether to go on; where it says no, the rest is left to the next
    /// worker that looks. None where it is left.
    ///
    /// # Errors
    /// [`ActError`]; then it is taken up again.
    pub async fn make_released_letters(
        &self,
        id: LetterReleaseId,
        today: Date,
        mut told: impl FnMut(&JobProgress) -> Go + Send,
    ) -> Result<Option<Ended>, ActError> {
        let file = self.letter_release(id).await?;
        if file.release.stage() != Stage::Running {
            JOBS.end(self.pool(), id.0).await?;
            return Ok(file.ended);
        }
        let released = self.told::<LetterReleaseEvent>(Log::Casework, id.0, 0).await?;
        let found = released.into_iter().find(|told| matches!(told.event, LetterReleaseEvent::Released(_)));
        let Some(envelope) = found.map(|told| told.envelope) else { return Ok(None) };
        let of = i64::try_from(file.prepared.addressed.len()).unwrap_or(i64::MAX);
        let correlation = CorrelationId(id.0);
        let asking = match file.prepared.campaign {
            Some(campaign) => {
                let apply_by = self.campaign(campaign).await?.0.opened().map(|opened| opened.apply_by);
                Asking { apply_by, hidden: false }
            }
            None => Asking::default(),
        };
        let mut reached = Vec::new();
        // Letters about designations are printed from the register whenever they are asked for; nothing is to be made.
        let printed = u32::try_from(file.prepared.designations.len()).unwrap_or(u32::MAX);
        let mut ended = Ended { outcome: Outcome::Finished, made: printed, left: Vec::new() };
        for (done, addressed) in (1..).zip(&file.prepared.addressed) {
            let about = (file.prepared.kind, addressed, asking);
            match Box::pin(self.make_released(about, &envelope, correlation, today)).await {
                Ok(()) => {
                    ended.made += 1;
                    reached.push(addressed.recipient);
                }
                Err(error @ ActError::Unavailable) => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, release = %id, award = %addressed.award, "a letter is left to be made");
                    ended.left.push(addressed.award);
                }
            }
            let stopping = JOBS.advance(self.pool(), id.0, done, of).await?.unwrap_or(false);
            let go = told(&JobProgress { done, of: Some(of), stopping, stopped: false });
            if stopping {
                ended.outcome = Outcome::Stopped;
                break;
            }
            if go == Go::Stop {
                JOBS.leave(self.pool(), id.0).await?;
                return Ok(None);
            }
        }
        self.end_letters(&file, ended.clone(), reached, today).await?;
        JOBS.end(self.pool(), id.0).await?;
        Ok(Some(ended))
    }

    async fn make_released(
        &self,
        (kind, addressed, asking): (LetterKind, &Addressed, Asking),
        envelope: &Recorded,
        correlation: CorrelationId,
        today: Date,
    ) -> Result<(), ActError> {
        let letter = letter_about(addressed.award, kind);
        if self.is_made(letter).await? {
            return Ok(());
        }
        let (content, starting) = self.guide(addressed.award, kind, (asking, today)).await?;
        let application = starting.standing.application;
        let occasion = Occasion { letter, application, subject: addressed.recipient.0, envelope: envelope.clone(), on: today };
        self.make_letter(&occasion, correlation, &content).await.map(drop)
    }

    /// Says how it ended; a campaign is told in the same act whom its letters reach.
    async fn end_letters(
        &self,
        file: &LetterReleaseFile,
        ended: Ended,
        reached: Vec<RecipientId>,
        today: Date,
    ) -> Result<(), ActError> {
        let id = file.id;
        let command = self.new_id()?;
        let request = Request {
            command_id: CommandId(command),
            correlation_id: CorrelationId(command),
            actor: Actor::program(PART),
            trace_context: None,
            today,
            seen_version: None,
        };
        let mut loaded = self.load::<LetterRelease, LetterReleaseEvent>(id.0).await?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), LetterReleaseCommand::End(ended))).await?;
        let mut submission = Submission::new(self, Log::Casework, &request);
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream: id.0, expected, key: None, effective_on: today, cause: None, facts })?;
        if let Some(campaign) = file.prepared.campaign {
            let Loaded { mut aggregate, version } = self.load::<Campaign, CampaignEvent>(campaign.0).await?;
            if let Some(command) = told_to(&aggregate, file.prepared.kind, reached) {
                let facts = decide(&mut aggregate, (request.actor.clone(), command)).await?;
                let expected = Expected::Exactly(version);
                let (stream, effective_on) = (campaign.0, today);
                submission.add(Addition { stream, expected, key: None, effective_on, cause: None, facts })?;
            }
        }
        submission.commit().await.map(drop).map_err(|unwritten| unwritten.seen_at(loaded.version))
    }
}

/// What a campaign is told of the letters that were made; none where it is over, or knows already.
fn told_to(campaign: &Campaign, kind: LetterKind, mut reached: Vec<RecipientId>) -> Option<CampaignCommand> {
    let reminds = kind == LetterKind::RenewalReminder;
    reached.retain(|one| if reminds { campaign.may_remind(*one) } else { !campaign.is_guided(*one) });
    if campaign.is_closed() || reached.is_empty() {
        return None;
    }
    Some(if reminds {
        CampaignCommand::Remind(Reminded { recipients: reached })
    } else {
        CampaignCommand::Guide(Guided { recipients: reached })
    })
}
