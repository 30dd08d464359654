//! 受給者の連絡ファイル: what a review and payment organisation was told last is set against the ledger, and the difference is frozen as a file.
//! The bytes are kept nowhere: they follow from the frozen lines, the layout and the names as they were known, and the digest says so.

mod choosing;
mod insured;
mod writing;

use casework::recipient_file::{RecipientFile, RecipientFileCommand, RecipientFileRefusal, Stage, layout_of};
use casework::register::Register;
use cqrs_es::Aggregate as _;
use events::Log;
use events::ids::{RecipientFileId, StaffId};
use events::recipient_file::{Delivered, Prepared, RecipientFileEvent, Rejected, ResultImported, ReviewBody};
use events::register::RegisterEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use store::Expected;

pub use writing::WrittenFile;
pub(crate) use writing::encoded;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::decide;
use crate::register::{Allocation, stream_of};
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// A file as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct RecipientFileCase {
    /// Its id.
    pub id: RecipientFileId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub file: RecipientFile,
    /// What stands in it.
    pub prepared: Prepared,
    /// By whom, and when it was frozen.
    pub by: (StaffId, Timestamp),
    /// Who released it.
    pub released: Option<(StaffId, Timestamp)>,
    /// When it was handed over.
    pub delivered: Option<Delivered>,
    /// What came back.
    pub result: Option<ResultImported>,
}

impl Acts {
    /// A file.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn recipient_file(&self, id: RecipientFileId) -> Result<RecipientFileCase, ActError> {
        let mut case: Option<RecipientFileCase> = None;
        for one in self.told::<RecipientFileEvent>(Log::Casework, id.0, 0).await? {
            let (by, at, version) = (one.envelope.actor_id, one.envelope.recorded_at, one.envelope.stream_version);
            if let RecipientFileEvent::Prepared(prepared) = &one.event {
                case = Some(RecipientFileCase {
                    id,
                    version,
                    file: RecipientFile::default(),
                    prepared: prepared.clone(),
                    by: (by, at),
                    released: None,
                    delivered: None,
                    result: None,
                });
            }
            let Some(case) = &mut case else { continue };
            match &one.event {
                RecipientFileEvent::Released(_) => case.released = Some((by, at)),
                RecipientFileEvent::Delivered(delivered) => case.delivered = Some(*delivered),
                RecipientFileEvent::ResultImported(result) => case.result = Some(result.clone()),
                RecipientFileEvent::Prepared(_) | RecipientFileEvent::Withdrawn(_) => {}
            }
            case.version = version;
            case.file.apply(casework::Fact { event: one.event, by });
        }
        case.ok_or(ActError::NotFound)
    }

    /// 内容を確定する: the difference to what the organisation knows. One file of an organisation is on its way at a time, so that nothing is told twice.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn prepare_recipient_file(
        &self,
        request: &Request,
        body: ReviewBody,
        month: Date,
    ) -> Result<(RecipientFileId, Done), ActError> {
        let id = RecipientFileId(derived(request.command_id, "recipient_file"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        if month > request.today {
            return Err(refused(RecipientFileRefusal::Ahead));
        }
        let register = Register::of_recipient_files(body);
        let allocating = self.allocating(stream_of(&register));
        let _one_at_a_time = allocating.lock().await;
        let known = self.caught_up_with(&["ledger", "recipient_files"]).await?;
        if let Some(last) = self.last_recipient_file(&register).await?
            && !last.file.stage().is_over()
        {
            return Err(refused(RecipientFileRefusal::Open(body.label())));
        }
        let allocation = self.next_number(register, id.0, u32::MAX, request.actor.id, request.today).await?;
        let masters = self.masters().await?;
        let layout = layout_of(&masters, body, request.today).map_err(refused)?;
        if masters.review_bodies.on(request.today).next().is_none() {
            return Err(refused(RecipientFileRefusal::NoBodies));
        }
        let choosing::Chosen { items, undecided } = self.items_to_tell(body, month, known).await?;
        if items.is_empty() && self.month_has_file(body, month).await? {
            return Err(refused(RecipientFileRefusal::Nothing));
        }
        let (serial, digest) = (allocation.serial, String::new());
        let prepared = Prepared { body, month, serial, layout, known_up_to: known, items, undecided, digest };
        self.freeze_recipient_file(request, (id, allocation), prepared).await
    }

    /// Keeps what was chosen, with the digest of its bytes.
    pub(crate) async fn freeze_recipient_file(
        &self,
        request: &Request,
        (id, allocation): (RecipientFileId, Allocation),
        mut prepared: Prepared,
    ) -> Result<(RecipientFileId, Done), ActError> {
        let body = prepared.body;
        prepared.digest = self.digest_of(&self.bytes_of(&prepared).await?);
        let command = RecipientFileCommand::Prepare(Box::new(prepared));
        let facts = decide(&mut RecipientFile::default(), (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        submission.take(allocation)?;
        let (stream, expected) = (id.0, Expected::Exactly(0));
        submission.add(Addition { stream, expected, key: None, effective_on: request.today, cause: None, facts })?;
        match submission.commit().await {
            Ok(done) => Ok((id, (&done).into())),
            // Somebody froze a file of the organisation in this moment.
            Err(Unwritten::Moved { .. }) => Err(refused(RecipientFileRefusal::Open(body.label()))),
            Err(other) => Err(other.seen_at(0)),
        }
    }

    /// 承認する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn release_recipient_file(&self, request: &Request, id: RecipientFileId) -> Result<Done, ActError> {
        self.on_recipient_file(request, id, RecipientFileCommand::Release).await
    }

    /// 取りやめる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_recipient_file(&self, request: &Request, id: RecipientFileId) -> Result<Done, ActError> {
        self.on_recipient_file(request, id, RecipientFileCommand::Withdraw).await
    }

    /// 提出を記録する, of a file that can still be made as it was frozen.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn deliver_recipient_file(&self, request: &Request, id: RecipientFileId) -> Result<Done, ActError> {
        self.on_recipient_file(request, id, RecipientFileCommand::Deliver(request.today)).await
    }

    /// 結果を取り込む.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn import_recipient_result(
        &self,
        request: &Request,
        id: RecipientFileId,
        accepted: u32,
        rejected: Vec<Rejected>,
    ) -> Result<Done, ActError> {
        self.on_recipient_file(request, id, RecipientFileCommand::ImportResult { accepted, rejected }).await
    }

    async fn on_recipient_file(
        &self,
        request: &Request,
        id: RecipientFileId,
        command: RecipientFileCommand,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let RecipientFileCase { version, mut file, .. } = self.recipient_file(id).await?;
        still_as_seen(request, version)?;
        let facts = decide(&mut file, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected) = (id.0, Expected::Exactly(version));
        submission.add(Addition { stream, expected, key: None, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(version))?;
        Ok((&done).into())
    }

    /// The file that took the newest number of a register.
    async fn last_recipient_file(&self, register: &str) -> Result<Option<RecipientFileCase>, ActError> {
        let stream = stream_of(register);
        let version = store::stream_version(self.pool(), Log::Casework, stream).await?;
        let told = self.told::<RegisterEvent>(Log::Casework, stream, (version - 1).max(0)).await?;
        match told.last().map(|told| &told.event) {
            Some(RegisterEvent::NumberAllocated(last)) => Ok(Some(self.recipient_file(RecipientFileId(last.holder)).await?)),
            Some(RegisterEvent::NumbersTakenOver(_)) | None => Ok(None),
        }
    }
}

fn refused(refusal: RecipientFileRefusal) -> ActError {
    casework::Refusal::from(refusal).into()
}

/// A stage in which the bytes may leave.
pub(crate) const fn may_leave(stage: Stage) -> bool {
    matches!(stage, Stage::Released | Stage::Delivered | Stage::Answered)
}
