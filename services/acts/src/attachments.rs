//! 添付書類: a scan is judged by its bytes, kept sealed under the key of the application's person, and told. What is refused is kept nowhere.

use casework::attachment::{Attachment, AttachmentCommand, AttachmentRefusal};
use documents::scan::{self, Format, Scan, ScanRefused};
use events::attachment::{Added, AttachmentEvent, ScanKind, Withdrawn};
use events::ids::{ApplicationId, ArtifactId, AttachmentId};
use events::vocabulary::FreeText;
use events::{Log, Personal};
use store::{Expected, NewArtifact};

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::{Told, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Kind of these artifacts.
const KEPT_AS: &str = "attachment";
/// The kind of a paper that the master does not list.
pub const OTHER_PAPER: &str = "other";

/// A paper to be attached.
pub struct AttachmentInput {
    /// The application.
    pub application: ApplicationId,
    /// Kept for the person and not for this application alone.
    pub of_person: bool,
    /// 書類の種類: a key of the master, or [`OTHER_PAPER`].
    pub document_kind: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// 補足.
    pub note: Option<FreeText>,
}

/// An attachment with what was told of it.
#[derive(Clone, Debug)]
pub struct AttachmentFile {
    /// Its id.
    pub id: AttachmentId,
    /// Version of the stream.
    pub version: i32,
    /// What was kept.
    pub added: Added,
    /// Whether it is no longer an attachment.
    pub withdrawn: bool,
}

const fn kind_of(format: Format) -> ScanKind {
    match format {
        Format::Pdf => ScanKind::Pdf,
        Format::Jpeg => ScanKind::Jpeg,
        Format::Png => ScanKind::Png,
    }
}

impl Acts {
    /// An attachment.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn attachment(&self, id: AttachmentId) -> Result<AttachmentFile, ActError> {
        let mut told = self.told::<AttachmentEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        let version = told.last().map_or(0, |last| last.envelope.stream_version);
        let withdrawn = told.iter().any(|one| matches!(one.event, AttachmentEvent::Withdrawn(_)));
        let added = told.into_iter().find_map(|Told { event, .. }| match event {
            AttachmentEvent::Added(added) => Some(added),
            AttachmentEvent::Withdrawn(_) => None,
        });
        Ok(AttachmentFile { id, version, added: added.ok_or(ActError::NotFound)?, withdrawn })
    }

    /// 添付する.
    ///
    /// # Errors
    /// [`ActError::Scan`] where the file may not be kept; [`ActError::Erased`] where the person was erased.
    pub async fn attach(&self, request: &Request, input: AttachmentInput) -> Result<(AttachmentId, Done), ActError> {
        let id = AttachmentId(derived(request.command_id, "attachment"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        let AttachmentInput { application, of_person, document_kind, bytes, note } = input;
        let case = self.case(application, None).await?;
        let known = self.masters().await?.document_kinds.at(&document_kind, request.today).is_some();
        if !known && document_kind != OTHER_PAPER {
            return Err(casework::Refusal::from(AttachmentRefusal::Kind).into());
        }
        let (bytes, Scan { format, pages }) = examined(bytes).await?;
        let key_id = self.key_of(application.0).await?;
        let artifact = ArtifactId(derived(request.command_id, "attachment/artifact"));
        let length = u32::try_from(bytes.len()).map_err(|error| ActError::internal(&error))?;
        let mut added = Added {
            application,
            recipient: case.application.recipient().filter(|_| of_person),
            document_kind,
            artifact,
            digest: String::new(),
            scan: kind_of(format),
            pages,
            length,
            note: note.map(Personal::Open),
        };
        // Who may not attach leaves nothing behind.
        let may = AttachmentCommand::Add(Box::new(added.clone()));
        decide(&mut Attachment::default(), (request.actor.clone(), may)).await?;
        let parts = self.parts();
        let new = NewArtifact { artifact_id: artifact, kind: KEPT_AS, key_id };
        let digest = store::keep_artifact(self.pool(), &parts.ring, parts.entropy.as_ref(), new, &bytes).await?;
        added.digest = hex::encode(digest);
        let command = AttachmentCommand::Add(Box::new(added));
        let facts = decide(&mut Attachment::default(), (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected, key) = (id.0, Expected::Exactly(0), Some(key_id));
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((id, (&done).into()))
    }

    /// 添付を取り消す.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_attachment(&self, request: &Request, id: AttachmentId, why: FreeText) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<Attachment, AttachmentEvent>(id.0).await?;
        let application = loaded.aggregate.application().ok_or(ActError::NotFound)?;
        still_as_seen(request, loaded.version)?;
        let command = AttachmentCommand::Withdraw(Withdrawn { application, why: Personal::Open(why) });
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let (key, expected) = (Some(self.key_of(application.0).await?), Expected::Exactly(loaded.version));
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.add(Addition { stream: id.0, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// One page of an attachment as a picture, drawn by this program: nothing of a PDF reaches the browser. `page` counts from 1.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is no such page; [`ActError::Erased`].
    pub async fn attachment_picture(&self, added: &Added, page: u16) -> Result<(ScanKind, Vec<u8>), ActError> {
        if page == 0 || page > added.pages {
            return Err(ActError::NotFound);
        }
        let bytes = self.artifact(added.artifact).await?;
        if added.scan != ScanKind::Pdf {
            return Ok((added.scan, bytes));
        }
        let drawn = tokio::task::spawn_blocking(move || scan::draw(bytes, usize::from(page))).await;
        Ok((ScanKind::Png, drawn.map_err(|error| ActError::internal(&error))??))
    }
}

/// Judged on a thread that may block. A file over which the reader falls is as broken as one that it refuses.
async fn examined(bytes: Vec<u8>) -> Result<(Vec<u8>, Scan), ActError> {
    let judged = tokio::task::spawn_blocking(move || scan::examine(&bytes).map(|scan| (bytes, scan))).await;
    judged.unwrap_or(Err(ScanRefused::Broken(Format::Pdf))).map_err(ActError::from)
}
