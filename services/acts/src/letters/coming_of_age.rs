//! 18歳到達のお知らせ: to the patient who becomes the applicant, made in the night that finds the birthday unless it went out in bulk before;
//! what could not be made is tried again by the next night, as long as the birthday is told.

use events::Log;
use events::ids::{AwardId, CommandId, CorrelationId, LetterId};
use events::letter::LetterKind;
use events::nightly::{NightlyEvent, TaskKind, stream_of};
use jiff::civil::Date;
use store::Recorded;
use uuid::Uuid;

use super::Occasion;
use super::guides::{Asking, letter_about};
use crate::ids::derived;
use crate::load::Told;
use crate::{ActError, Acts};

/// What the night found, and the event that tells it.
struct Found {
    letter: LetterId,
    award: AwardId,
    envelope: Recorded,
}

impl Acts {
    /// The letter of an eighteenth birthday that a night found, where it is made.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn birthday_letter(&self, night: Date, task: Uuid) -> Result<Option<LetterId>, ActError> {
        let Some(found) = self.birthday(night, task).await? else { return Ok(None) };
        Ok(self.is_made(found.letter).await?.then_some(found.letter))
    }

    /// 18歳到達のお知らせを作成する, for each birthday that stands. What keeps a letter back is told to the log.
    pub(crate) async fn birthday_letters(&self, night: Date, tasks: &[Uuid], correlation: CorrelationId) {
        for task in tasks {
            if let Err(error) = self.issue_birthday_letter(night, *task, correlation).await {
                tracing::warn!(%error, %task, "a letter is left to be made");
            }
        }
    }

    async fn issue_birthday_letter(
        &self,
        night: Date,
        task: Uuid,
        correlation: CorrelationId,
    ) -> Result<Option<LetterId>, ActError> {
        let known = projections::tasks::task(self.pool(), task).await.map_err(|error| ActError::internal(&error))?;
        let found_on = known.map_or(night, |known| known.night);
        let Some(Found { letter, award, envelope }) = self.birthday(found_on, task).await? else { return Ok(None) };
        if self.is_made(letter).await? {
            return Ok(Some(letter));
        }
        let (content, starting) = self.guide(award, LetterKind::ComingOfAge, (Asking::default(), night)).await?;
        let (application, subject) = (starting.standing.application, starting.standing.recipient.0);
        let occasion = Occasion { letter, application, subject, envelope, on: night };
        self.make_letter(&occasion, correlation, &content).await.map(Some)
    }

    async fn birthday(&self, night: Date, task: Uuid) -> Result<Option<Found>, ActError> {
        let told = self.told::<NightlyEvent>(Log::Casework, stream_of(night), 0).await?;
        let found = told.into_iter().find_map(|Told { event, envelope }| {
            let NightlyEvent::Found(event) = event else { return None };
            let finding = event.findings.into_iter().find(|one| one.task() == task && one.kind == TaskKind::Turned18)?;
            Some((AwardId(finding.about), envelope))
        });
        let Some((award, envelope)) = found else { return Ok(None) };
        // Letters of nights were once named by the night; they are not made again.
        let of_the_night = LetterId(derived(CommandId(envelope.event_id.0), &format!("letter/{task}")));
        let made_then = self.is_made(of_the_night).await?;
        let letter = if made_then { of_the_night } else { letter_about(award, LetterKind::ComingOfAge) };
        Ok(Some(Found { letter, award, envelope }))
    }
}
