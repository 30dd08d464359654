//! 通知文書を作成する: the notice of a decision, the request to correct, what another authority or a patient who turned 18 is told; printed once
//! from what the event says in the words of the masters, kept sealed, told in the log with its number and the versions of its words. Called
//! after the act; doing it again finds the first letter.
//!
//! # Adding a letter
//! `casework::letter_text` says what a new kind needs. Here: what it tells ([`content`]), and a call where its event is told.

mod coming_of_age;
mod content;
mod designating;
mod guides;
mod posting;
mod press;
mod preview;
mod redress;
mod reimbursement;
mod transfer;
mod wording;

use std::sync::Arc;

use casework::letter::{Letter, LetterCommand};
use casework::mailing::Home;
use casework::register::Register;
use casework::rules::Masters;
use documents::Imprint;
use events::application::ApplicationEvent;
use events::certificate::IssuedDocument;
use events::ids::{ApplicationId, ArtifactId, CommandId, CorrelationId, EventId, LetterId};
use events::letter::{Issued, LetterEvent};
use events::{Actor, Log};
use jiff::civil::Date;
use store::{Expected, NewArtifact, Recorded};
use uuid::Uuid;

pub use preview::{LetterCase, MOST_CASES};

use content::{Composed, Content, numbered};
pub(crate) use guides::{Asking, letter_about};
pub use posting::LetterFile;
use wording::{Telling, Writing};

use crate::ids::derived;
use crate::load::{Told, decide};
use crate::register::{ATTEMPTS, LARGEST_OF_A_YEAR, fiscal_year, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Request};

/// Row of the masters that says whether a reception is confirmed by letter.
const RECEIPT: &str = "letters.receipt";

/// What a letter is made for.
pub(crate) struct Occasion {
    pub(crate) letter: LetterId,
    /// Where it belongs.
    pub(crate) application: ApplicationId,
    /// Whose key seals it.
    pub(crate) subject: Uuid,
    /// The event it tells of.
    pub(crate) envelope: Recorded,
    /// 文書の日付.
    pub(crate) on: Date,
}

/// The letter that tells of an event.
pub(crate) fn letter_of(event: EventId) -> LetterId {
    LetterId(derived(CommandId(event.0), "letter"))
}

/// Whether the act that an event tells calls for a letter.
fn calls(event: &ApplicationEvent, masters: &Masters, on: Date) -> bool {
    match event {
        ApplicationEvent::Received(_) => masters.program.at(RECEIPT, on).is_some_and(|row| row.value.value == 1),
        event => Telling::of(event).is_some(),
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
        match self.called_for(application).await?.pop() {
            Some(told) => self.letter_told(application, told, correlation).await,
            None => Ok(None),
        }
    }

    /// 通知文書を作成する, for every act on the application that calls for one and has none; those that are there are found.
    ///
    /// # Errors
    /// The first [`ActError`], after all were tried; those that failed are still to be made.
    pub async fn issue_letters(&self, application: ApplicationId, correlation: CorrelationId) -> Result<Vec<LetterId>, ActError> {
        let mut letters = Vec::new();
        let mut failed = None;
        for told in self.called_for(application).await? {
            match self.letter_told(application, told, correlation).await {
                Ok(letter) => letters.extend(letter),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(letters), Err)
    }

    /// The acts on an application that call for a letter, the oldest first.
    async fn called_for(&self, application: ApplicationId) -> Result<Vec<Told<ApplicationEvent>>, ActError> {
        let mut told = self.told::<ApplicationEvent>(Log::Casework, application.0, 0).await?;
        self.open_all(&mut told).await?;
        let masters = self.masters().await?;
        told.retain(|told| calls(&told.event, &masters, told.envelope.effective_on));
        Ok(told)
    }

    async fn letter_told(
        &self,
        application: ApplicationId,
        Told { event, envelope }: Told<ApplicationEvent>,
        correlation: CorrelationId,
    ) -> Result<Option<LetterId>, ActError> {
        let letter = letter_of(envelope.event_id);
        if self.is_made(letter).await? {
            return Ok(Some(letter));
        }
        let Some(content) = self.application_content(application, &event, &envelope).await? else { return Ok(None) };
        let (subject, on) = (application.0, envelope.effective_on);
        let occasion = Occasion { letter, application, subject, envelope, on };
        self.make_letter(&occasion, correlation, &content).await.map(Some)
    }

    /// What the letter of one event of an application tells.
    async fn application_content(
        &self,
        application: ApplicationId,
        event: &ApplicationEvent,
        envelope: &Recorded,
    ) -> Result<Option<Content>, ActError> {
        let Some(telling) = Telling::of(event) else { return Ok(None) };
        let case = self.case(application, Some(envelope.position)).await?;
        let form = case.form.open().ok_or(ActError::Erased)?;
        let masters = self.masters().await?;
        let applicant = &form.applicant;
        let home = Home { addressee: applicant.name.written().to_owned(), address: applicant.address.clone() };
        let on = envelope.effective_on;
        let to = self.destination((case.application.recipient(), application), home, on).await?;
        let writing = Writing { case: &case, form, masters: &masters, on, to: &to };
        Ok(Some(writing.content(&telling)))
    }

    /// Whether a letter stands in the log.
    pub(crate) async fn is_made(&self, letter: LetterId) -> Result<bool, ActError> {
        Ok(self.load::<Letter, LetterEvent>(letter.0).await?.aggregate.is_issued())
    }

    /// Prints the letter of an occasion under the next number, keeps it and tells it.
    pub(crate) async fn make_letter(
        &self,
        occasion: &Occasion,
        correlation: CorrelationId,
        content: &Content,
    ) -> Result<LetterId, ActError> {
        let Occasion { letter, application, subject, envelope, on } = occasion;
        let letter = *letter;
        let masters = self.masters().await?;
        let register = Register::of_letters(fiscal_year(*on)?);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        for _ in 0..ATTEMPTS {
            let by = Actor::program("letters");
            let allocation = self.next_number(register.clone(), letter.0, LARGEST_OF_A_YEAR, by.id, *on).await?;
            let number = numbered(&masters, *on, &allocation.serial.to_string());
            let composed = content.composed(&masters, *on, &number)?;
            let (kind, texts) = (composed.kind, composed.used.clone());
            let imprint = Imprint { ident: letter.to_string(), recorded_at: envelope.recorded_at };
            let (document, fonts) = self.print_letter(composed, (letter, allocation.serial), imprint, *subject).await?;
            let (application, of, issued_on) = (*application, envelope.event_id, *on);
            let issued = Issued { application, kind, of, number, issued_on, document, fonts, texts };
            let command = (by.clone(), LetterCommand::Issue(Box::new(issued)));
            let facts = decide(&mut Letter::default(), command).await?;
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

    /// 申請受理通知書, where the masters ask for it.
    pub(crate) async fn receipt_letter_after(&self, application: ApplicationId, request: &Request) {
        let confirms = |masters: Arc<Masters>| masters.program.at(RECEIPT, request.today).is_some_and(|row| row.value.value == 1);
        if self.masters().await.is_ok_and(confirms) {
            self.letter_after(application, request.correlation_id).await;
        }
    }

    /// The same after an act that stands already: what keeps the letter back is told to the log, and the case page offers to try again.
    pub(crate) async fn letter_after(&self, application: ApplicationId, correlation: CorrelationId) {
        if let Err(error) = self.issue_letter(application, correlation).await {
            tracing::warn!(%error, %application, "a letter is left to be made");
        }
    }

    async fn print_letter(
        &self,
        composed: Composed,
        (letter, serial): (LetterId, u32),
        imprint: Imprint,
        subject: Uuid,
    ) -> Result<(IssuedDocument, Vec<String>), ActError> {
        let (name, printed) = self.press(composed, imprint).await?;
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
