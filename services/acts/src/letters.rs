//! 通知文書を作成する: the notice of a decision, the request to correct, what another authority or a patient who turned 18 is told; printed once
//! from what the event says, kept sealed, told in the log with its number. Called after the act; doing it again finds the first letter.

mod coming_of_age;
mod transfer;
mod wording;

use casework::letter::{IssueLetter, Letter};
use casework::register::Register;
use casework::rules::Masters;
use documents::letter::{ApprovalNotice, ComingOfAge, CorrectionReminder, CorrectionRequest, RefusalNotice, TransferNotice};
use documents::{Document as _, Imprint};
use events::application::{ApplicationEvent, Approved, Refused, Reminded, ReturnedForCorrection};
use events::certificate::IssuedDocument;
use events::ids::{ApplicationId, ArtifactId, CommandId, CorrelationId, EventId, LetterId};
use events::letter::{Issued, LetterEvent, LetterKind};
use events::{Actor, Log};
use jiff::civil::Date;
use store::{Expected, NewArtifact, Recorded};
use uuid::Uuid;

use wording::{Paper, Writing, numbered};

use crate::ids::derived;
use crate::load::{Told, decide};
use crate::register::{ATTEMPTS, LARGEST_OF_A_YEAR, fiscal_year, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Request};

/// What a letter tells of.
enum Telling {
    Approved(Box<Approved>),
    Refused(Box<Refused>),
    Returned(Box<ReturnedForCorrection>),
    Reminded(Reminded),
}

impl Telling {
    fn of(event: &ApplicationEvent) -> Option<Self> {
        match event {
            ApplicationEvent::Approved(event) => Some(Self::Approved(Box::new(event.clone()))),
            ApplicationEvent::Refused(event) => Some(Self::Refused(Box::new(event.clone()))),
            ApplicationEvent::ReturnedForCorrection(event) => Some(Self::Returned(Box::new(event.clone()))),
            ApplicationEvent::Reminded(event) => Some(Self::Reminded(event.clone())),
            _ => None,
        }
    }

    const fn kind(&self) -> LetterKind {
        match self {
            Self::Approved(_) => LetterKind::ApprovalNotice,
            Self::Refused(_) => LetterKind::RefusalNotice,
            Self::Returned(_) => LetterKind::CorrectionRequest,
            Self::Reminded(_) => LetterKind::CorrectionReminder,
        }
    }
}

/// What a letter is made for.
struct Occasion {
    letter: LetterId,
    /// Where it belongs.
    application: ApplicationId,
    kind: LetterKind,
    /// Whose key seals it.
    subject: Uuid,
    /// The event it tells of.
    envelope: Recorded,
    /// 文書の日付.
    on: Date,
}

/// The letter that tells of an event.
pub(crate) fn letter_of(event: EventId) -> LetterId {
    LetterId(derived(CommandId(event.0), "letter"))
}

impl Acts {
    /// 通知文書を作成する, where the newest act on the application calls for one. The second call finds the first letter.
    ///
    /// # Errors
    /// [`ActError`]; the letter is then still to be made.
    pub async fn issue_letter(
        &self,
        application: ApplicationId,
        correlation: CorrelationId,
    ) -> Result<Option<LetterId>, ActError> {
        let mut told = self.told::<ApplicationEvent>(Log::Casework, application.0, 0).await?;
        self.open_all(&mut told).await?;
        let found = told.into_iter().rev().find_map(|Told { event, envelope }| Some((Telling::of(&event)?, envelope)));
        let Some((telling, envelope)) = found else { return Ok(None) };
        let letter = letter_of(envelope.event_id);
        if self.is_made(letter).await? {
            return Ok(Some(letter));
        }
        let case = self.case(application, Some(envelope.position)).await?;
        let form = case.form.open().ok_or(ActError::Erased)?;
        let masters = self.masters().await?;
        let writing = Writing { case: &case, form, masters: &masters, on: envelope.effective_on };
        let (kind, subject, on) = (telling.kind(), application.0, writing.on);
        let occasion = Occasion { letter, application, kind, subject, envelope, on };
        let made = self.make_letter(&occasion, correlation, &masters, |number| writing.paper(&telling, number)).await?;
        Ok(Some(made))
    }

    /// Whether a letter stands in the log.
    pub(crate) async fn is_made(&self, letter: LetterId) -> Result<bool, ActError> {
        Ok(self.load::<Letter, LetterEvent>(letter.0).await?.aggregate.is_issued())
    }

    /// Prints the letter of an occasion under the next number, keeps it and tells it.
    async fn make_letter(
        &self,
        occasion: &Occasion,
        correlation: CorrelationId,
        masters: &Masters,
        paper: impl Fn(&str) -> Result<Paper, ActError>,
    ) -> Result<LetterId, ActError> {
        let Occasion { letter, application, kind, subject, envelope, on } = occasion;
        let letter = *letter;
        let register = Register::of_letters(fiscal_year(*on)?);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let by = Actor::program("letters");
            let allocation = self.next_number(register.clone(), letter.0, LARGEST_OF_A_YEAR, by.id, *on).await?;
            let number = numbered(masters, *on, allocation.serial);
            let paper = paper(&number)?;
            let imprint = Imprint { ident: letter.to_string(), recorded_at: envelope.recorded_at };
            let (document, fonts) = self.print_letter(paper, (letter, allocation.serial), imprint, *subject).await?;
            let (application, kind, of) = (*application, *kind, envelope.event_id);
            let issued = Issued { application, kind, of, number, issued_on: *on, document, fonts };
            let facts = decide(&mut Letter::default(), IssueLetter { by: by.id, issued }).await?;
            let request = Request {
                command_id: CommandId(derived(CommandId(letter.0), "issue_letter")),
                correlation_id: correlation,
                actor: by,
                trace_context: envelope.trace_context.clone(),
                today: *on,
                seen_version: None,
            };
            let mut submission = Submission::new(self, Log::Casework, &request);
            submission.take(allocation)?;
            submission.add(Addition {
                stream: letter.0,
                expected: Expected::Exactly(0),
                key: None,
                effective_on: *on,
                cause: Some(envelope.event_id),
                facts,
            })?;
            match submission.commit().await {
                Ok(_) => return Ok(letter),
                // Another process took the number, or was faster with this very letter.
                Err(Unwritten::Moved { stream, .. }) if stream == stream_of(&register) => {}
                Err(Unwritten::Moved { stream, .. }) if stream == letter.0 => return Ok(letter),
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }

    /// The same after an act that stands already: what keeps the letter back is told to the log, and the case page offers to try again.
    pub(crate) async fn letter_after(&self, application: ApplicationId, correlation: CorrelationId) {
        if let Err(error) = self.issue_letter(application, correlation).await {
            tracing::warn!(%error, %application, "a letter is left to be made");
        }
    }

    async fn print_letter(
        &self,
        paper: Paper,
        (letter, serial): (LetterId, u32),
        imprint: Imprint,
        subject: Uuid,
    ) -> Result<(IssuedDocument, Vec<String>), ActError> {
        let (name, printed) = match paper {
            Paper::Approval(paper) => (ApprovalNotice::NAME, self.print(paper, imprint).await?),
            Paper::Refusal(paper) => (RefusalNotice::NAME, self.print(paper, imprint).await?),
            Paper::Correction(paper) => (CorrectionRequest::NAME, self.print(paper, imprint).await?),
            Paper::Reminder(paper) => (CorrectionReminder::NAME, self.print(paper, imprint).await?),
            Paper::Transfer(paper) => (TransferNotice::NAME, self.print(paper, imprint).await?),
            Paper::ComingOfAge(paper) => (ComingOfAge::NAME, self.print(paper, imprint).await?),
        };
        let artifact = ArtifactId(derived(CommandId(letter.0), &format!("{name}/{serial}")));
        let key_id = self.key_of(subject).await?;
        let parts = self.parts();
        let new = NewArtifact { artifact_id: artifact, kind: name, key_id };
        let digest = store::keep_artifact(self.pool(), &parts.ring, parts.entropy.as_ref(), new, &printed.pdf).await?;
        let mut fonts: Vec<String> = printed.fonts.into_iter().map(|font| font.sha256).collect();
        fonts.sort();
        fonts.dedup();
        Ok((IssuedDocument { document: name.to_owned(), artifact, sha256: hex::encode(digest) }, fonts))
    }
}
