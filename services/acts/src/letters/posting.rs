//! 発送と返戻 of letters: one by one with its number, or all of a release together.

use casework::letter::{Letter, LetterCommand, Whereabouts};
use cqrs_es::Aggregate as _;
use events::Log;
use events::ids::LetterId;
use events::letter::{Issued, LetterEvent};
use events::vocabulary::PostingWay;
use jiff::civil::Date;
use store::{Expected, Recorded};

use crate::application::still_as_seen;
use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// A letter with what became of it.
#[derive(Clone, Debug)]
pub struct LetterFile {
    /// Its id.
    pub id: LetterId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub letter: Letter,
    /// As it was made.
    pub issued: Issued,
    /// What was told since, the oldest first.
    pub since: Vec<(Recorded, LetterEvent)>,
}

impl Acts {
    /// A letter with what became of it.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn letter_file(&self, id: LetterId) -> Result<LetterFile, ActError> {
        let mut file: Option<LetterFile> = None;
        for told in self.told::<LetterEvent>(Log::Casework, id.0, 0).await? {
            let (event, envelope) = (told.event, told.envelope);
            if let LetterEvent::Issued(issued) = &event {
                file = Some(LetterFile { id, version: 0, letter: Letter::default(), issued: issued.clone(), since: Vec::new() });
            }
            let Some(file) = &mut file else { continue };
            file.version = envelope.stream_version;
            file.letter.apply(casework::Fact { event: event.clone(), by: envelope.actor_id });
            if !matches!(event, LetterEvent::Issued(_)) {
                file.since.push((envelope, event));
            }
        }
        file.ok_or(ActError::NotFound)
    }

    /// 発送・返戻・送り先の確認を記録する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn on_letter(&self, request: &Request, id: LetterId, command: LetterCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let Loaded { mut aggregate, version } = self.load::<Letter, LetterEvent>(id.0).await?;
        if version == 0 {
            return Err(ActError::NotFound);
        }
        still_as_seen(request, version)?;
        let facts = decide(&mut aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let expected = Expected::Exactly(version);
        submission.add(Addition { stream: id.0, expected, key: None, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }

    /// Those of some letters that wait for being posted go out together, by a way without numbers. None where nothing waits.
    ///
    /// # Errors
    /// [`ActError`]; nothing is recorded then.
    pub async fn post_letters(
        &self,
        request: &Request,
        letters: &[LetterId],
        (on, way): (Date, PostingWay),
    ) -> Result<Option<Done>, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok(Some((&done).into()));
        }
        let mut submission = Submission::new(self, Log::Casework, request);
        let mut posted = false;
        for id in letters {
            let Loaded { mut aggregate, version } = self.load::<Letter, LetterEvent>(id.0).await?;
            if aggregate.whereabouts() != Whereabouts::ToPost {
                continue;
            }
            let command = LetterCommand::Post { on, way, number: None, today: request.today };
            let facts = decide(&mut aggregate, (request.actor.clone(), command)).await?;
            let expected = Expected::Exactly(version);
            submission.add(Addition { stream: id.0, expected, key: None, effective_on: request.today, cause: None, facts })?;
            posted = true;
        }
        if !posted {
            return Ok(None);
        }
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok(Some((&done).into()))
    }
}
