//! 通知文書を作成する: the notice of a decision and the request to correct, printed once from what the event says, kept sealed, told in the
//! log with its number. Called after the act; doing it again finds the first letter.

mod wording;

use casework::letter::{IssueLetter, Letter};
use casework::register::Register;
use documents::letter::{ApprovalNotice, CorrectionReminder, CorrectionRequest, RefusalNotice};
use documents::{Document as _, Imprint};
use events::application::{ApplicationEvent, Approved, Refused, Reminded, ReturnedForCorrection};
use events::certificate::IssuedDocument;
use events::ids::{ApplicationId, ArtifactId, CommandId, CorrelationId, LetterId};
use events::letter::{Issued, LetterEvent, LetterKind};
use events::{Actor, Log};
use store::{Expected, NewArtifact, Recorded};

use wording::{Paper, Writing};

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
        let letter = LetterId(derived(CommandId(envelope.event_id.0), "letter"));
        if self.load::<Letter, LetterEvent>(letter.0).await?.aggregate.is_issued() {
            return Ok(Some(letter));
        }
        let case = self.case(application, Some(envelope.position)).await?;
        let form = case.form.open().ok_or(ActError::Erased)?;
        let masters = self.masters().await?;
        let writing = Writing { case: &case, form, masters: &masters, on: envelope.effective_on };
        let register = Register::of_letters(fiscal_year(envelope.effective_on)?);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let by = Actor::program("letters");
            let allocation =
                self.next_number(register.clone(), letter.0, LARGEST_OF_A_YEAR, by.id, envelope.effective_on).await?;
            let number = writing.number(allocation.serial);
            let paper = writing.paper(&telling, &number)?;
            let (document, fonts) = self.print_letter(paper, letter, allocation.serial, &envelope).await?;
            let issued = Issued {
                application,
                kind: telling.kind(),
                of: envelope.event_id,
                number,
                issued_on: envelope.effective_on,
                document,
                fonts,
            };
            let facts = decide(&mut Letter::default(), IssueLetter { by: by.id, issued }).await?;
            let request = Request {
                command_id: CommandId(derived(CommandId(envelope.event_id.0), "issue_letter")),
                correlation_id: correlation,
                actor: by,
                trace_context: envelope.trace_context.clone(),
                today: envelope.effective_on,
                seen_version: None,
            };
            let mut submission = Submission::new(self, Log::Casework, &request);
            submission.take(allocation)?;
            submission.add(Addition {
                stream: letter.0,
                expected: Expected::Exactly(0),
                key: None,
                effective_on: envelope.effective_on,
                cause: Some(envelope.event_id),
                facts,
            })?;
            match submission.commit().await {
                Ok(_) => return Ok(Some(letter)),
                // Another process took the number, or was faster with this very letter.
                Err(Unwritten::Moved { stream, .. }) if stream == stream_of(&register) => {}
                Err(Unwritten::Moved { stream, .. }) if stream == letter.0 => return Ok(Some(letter)),
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
        letter: LetterId,
        serial: u32,
        envelope: &Recorded,
    ) -> Result<(IssuedDocument, Vec<String>), ActError> {
        let imprint = Imprint { ident: letter.to_string(), recorded_at: envelope.recorded_at };
        let (name, printed) = match paper {
            Paper::Approval(paper) => (ApprovalNotice::NAME, self.print(paper, imprint).await?),
            Paper::Refusal(paper) => (RefusalNotice::NAME, self.print(paper, imprint).await?),
            Paper::Correction(paper) => (CorrectionRequest::NAME, self.print(paper, imprint).await?),
            Paper::Reminder(paper) => (CorrectionReminder::NAME, self.print(paper, imprint).await?),
        };
        let artifact = ArtifactId(derived(CommandId(letter.0), &format!("{name}/{serial}")));
        let key_id = self.key_of(envelope.stream_id).await?;
        let parts = self.parts();
        let new = NewArtifact { artifact_id: artifact, kind: name, key_id };
        let digest = store::keep_artifact(self.pool(), &parts.ring, parts.entropy.as_ref(), new, &printed.pdf).await?;
        let mut fonts: Vec<String> = printed.fonts.into_iter().map(|font| font.sha256).collect();
        fonts.sort();
        fonts.dedup();
        Ok((IssuedDocument { document: name.to_owned(), artifact, sha256: hex::encode(digest) }, fonts))
    }
}
