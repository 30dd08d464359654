//! 通知文書の一括送付: the question is asked of every person of the ledger, the list is frozen, another person releases it, and a worker makes
//! the letters one by one. A letter about an award is made once, so that a release that was interrupted goes on where it stopped.

mod making;
mod paper;
mod progress;
mod surveying;

use casework::letter_release::{LetterRelease, LetterReleaseCommand, Question};
use cqrs_es::Aggregate as _;
use events::Log;
use events::ids::{LetterReleaseId, StaffId};
use events::letter_release::{Ended, LetterReleaseEvent, Prepared};
use jiff::Timestamp;
use store::Expected;

pub use paper::ReleasedLetter;
pub(crate) use paper::{finished, put_together};

use self::progress::JOBS;
use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// A release as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct LetterReleaseFile {
    /// Its id.
    pub id: LetterReleaseId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub release: LetterRelease,
    /// Who gets what.
    pub prepared: Prepared,
    /// By whom, and when.
    pub by: StaffId,
    /// When it was prepared.
    pub at: Timestamp,
    /// Who released it.
    pub released: Option<(StaffId, Timestamp)>,
    /// How it ended.
    pub ended: Option<Ended>,
}

impl Acts {
    /// A release.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn letter_release(&self, id: LetterReleaseId) -> Result<LetterReleaseFile, ActError> {
        let told = self.told::<LetterReleaseEvent>(Log::Casework, id.0, 0).await?;
        let mut file: Option<LetterReleaseFile> = None;
        for one in told {
            let (by, at, version) = (one.envelope.actor_id, one.envelope.recorded_at, one.envelope.stream_version);
            if let LetterReleaseEvent::Prepared(prepared) = &one.event {
                let (prepared, release) = (prepared.clone(), LetterRelease::default());
                file = Some(LetterReleaseFile { id, version, release, prepared, by, at, released: None, ended: None });
            }
            let Some(file) = &mut file else { continue };
            match &one.event {
                LetterReleaseEvent::Released(_) => file.released = Some((by, at)),
                LetterReleaseEvent::Ended(ended) => file.ended = Some(ended.clone()),
                LetterReleaseEvent::Prepared(_) | LetterReleaseEvent::Withdrawn(_) => {}
            }
            file.version = version;
            file.release.apply(casework::Fact { event: one.event, by });
        }
        file.ok_or(ActError::NotFound)
    }

    /// 一括送付の対象を決める: everybody whom the question finds, with whom it leaves out.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn prepare_letter_release(
        &self,
        request: &Request,
        question: Question,
    ) -> Result<(LetterReleaseId, Done), ActError> {
        let id = LetterReleaseId(derived(request.command_id, "letter_release"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        let prepared = self.survey_letters(question, request.today).await?;
        let command = LetterReleaseCommand::Prepare(Box::new(prepared));
        let facts = decide(&mut LetterRelease::default(), (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected) = (id.0, Expected::Exactly(0));
        submission.add(Addition { stream, expected, key: None, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((id, (&done).into()))
    }

    /// 一括送付を承認する; a worker makes the letters.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn release_letters(&self, request: &Request, id: LetterReleaseId) -> Result<Done, ActError> {
        let done = self.on_letter_release(request, id, LetterReleaseCommand::Release).await?;
        JOBS.ask(self.pool(), vec![id.0]).await?;
        Ok(done)
    }

    /// 一括送付を取りやめる, before anything was made.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_letter_release(&self, request: &Request, id: LetterReleaseId) -> Result<Done, ActError> {
        self.on_letter_release(request, id, LetterReleaseCommand::Withdraw).await
    }

    async fn on_letter_release(
        &self,
        request: &Request,
        id: LetterReleaseId,
        command: LetterReleaseCommand,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<LetterRelease, LetterReleaseEvent>(id.0).await?;
        if loaded.version == 0 {
            return Err(ActError::NotFound);
        }
        still_as_seen(request, loaded.version)?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected) = (id.0, Expected::Exactly(loaded.version));
        submission.add(Addition { stream, expected, key: None, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }
}
