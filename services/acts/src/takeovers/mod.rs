//! 旧台帳からの移行: a file is received and kept sealed, its rows are judged by a worker or the command line, another person approves, rows come
//! into the ledger a hundred an act, and what nobody has gone on with can be taken back. Whoever breaks off is followed by the next who looks.

mod file;
mod going_back;
mod judging;
mod layouts;
mod rows;
mod taking;
mod work;

use casework::Refusal;
use casework::takeover::{Column, Columns, Takeover, TakeoverCommand, TakeoverRefusal};
use events::ids::{ArtifactId, CommandId, CorrelationId, StaffId, TakeoverId};
use events::takeover::{Prepared, Received, ReversalAsked, TakeoverEvent, Verdicts};
use events::vocabulary::{FreeText, PayerNumber};
use events::{Actor, Log, Personal};
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Expected, NewArtifact};
use uuid::Uuid;

use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

pub use file::{Book, FileError};
pub use layouts::TakeoverLayout;
pub use rows::{RowFilter, TakeoverProgress, TakeoverRow};
pub use work::Worked;

/// Kind of the kept file.
const KIND: &str = "old_ledger";
/// Name of the part of the program in the log.
const PART: &str = "worker";

/// Why a step of a takeover did not happen.
#[derive(Debug, thiserror::Error)]
pub enum TakeoverError {
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The act was refused or failed.
    #[error(transparent)]
    Act(#[from] ActError),
}

impl From<Refusal> for TakeoverError {
    fn from(refusal: Refusal) -> Self {
        Self::Act(refusal.into())
    }
}

/// How a file is to be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrepareInput {
    /// The sheet; none takes the one whose headings say most.
    pub sheet: Option<String>,
    /// The row of the headings, from 1; none looks for it.
    pub header_line: Option<u32>,
    /// The columns, counted from 0; none recognises them by their headings.
    pub columns: Option<Columns>,
    /// 公費負担者番号 where no column says it.
    pub payer_number: PayerNumber,
}

/// A takeover as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct TakeoverFile {
    /// Its stream.
    pub id: TakeoverId,
    /// Version of the stream.
    pub version: i32,
    /// What may become of it.
    pub state: Takeover,
    /// When the file was received, by whom, and what was said.
    pub received: (Timestamp, StaffId, Received),
    /// How it is read.
    pub prepared: Option<Prepared>,
    /// When it was approved, and by whom.
    pub approved: Option<(Timestamp, StaffId)>,
    /// How it ended: rows taken, rows that were too late.
    pub carried_out: Option<(Timestamp, u32, u32)>,
    /// Why it is taken back, and when that was asked.
    pub reversal: Option<(Timestamp, StaffId, Personal<FreeText>)>,
    /// Awards taken back, and awards kept.
    pub reversed: Option<(Timestamp, u32, u32)>,
}

impl TakeoverFile {
    /// How its rows came out.
    pub const fn verdicts(&self) -> Option<Verdicts> {
        self.state.checked()
    }
}

impl Acts {
    /// 旧台帳のファイルを受け取る. A file that cannot be read is not kept.
    ///
    /// # Errors
    /// [`TakeoverError`].
    pub async fn receive_takeover(
        &self,
        request: &Request,
        bytes: Vec<u8>,
        why: FreeText,
    ) -> Result<(TakeoverId, Done), TakeoverError> {
        let id = TakeoverId(derived(request.command_id, "takeover"));
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        let (bytes, _) = opened(bytes).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key_id = submission.new_key(id.0)?;
        let artifact = ArtifactId(derived(request.command_id, "file"));
        let parts = self.parts();
        let new = NewArtifact { artifact_id: artifact, kind: KIND, key_id };
        let digest = store::keep_artifact(self.pool(), &parts.ring, parts.entropy.as_ref(), new, &bytes);
        let digest = hex::encode(digest.await.map_err(ActError::from)?);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let received = Received { artifact, digest, bytes: length, why: Personal::Open(why) };
        let command = (request.actor.clone(), TakeoverCommand::Receive(received));
        let facts = decide(&mut Takeover::default(), command).await?;
        let (stream, expected) = (id.0, Expected::Exactly(0));
        submission.add(Addition { stream, expected, key: Some(key_id), effective_on: request.today, cause: None, facts })?;
        self.begin_takeover(id).await?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(0))?;
        Ok((id, (&done).into()))
    }

    /// どの列を何として読むかを決める; the rows are judged next. Until it is approved this may be done again.
    ///
    /// # Errors
    /// [`TakeoverError`].
    pub async fn prepare_takeover(&self, request: &Request, id: TakeoverId, input: PrepareInput) -> Result<Done, TakeoverError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let book = self.takeover_book(id).await?;
        let sheet = book.sheet(input.sheet.as_deref())?;
        let (header_line, found) = match input.header_line {
            Some(line) => (line, Columns::recognised(&sheet.texts_of(line))),
            None => sheet.headings().ok_or(FileError::NoHeadings)?,
        };
        let columns = input.columns.unwrap_or(found);
        let missing = columns.missing();
        if !missing.is_empty() {
            return Err(FileError::Missing(missing.join("、")).into());
        }
        let name = sheet.name.as_deref().map(FreeText::parse).transpose().map_err(|_| FileError::NoHeadings)?;
        let place = |(column, at): (&Column, &usize)| (column.code().to_owned(), u32::try_from(at + 1).unwrap_or(u32::MAX));
        let prepared = Prepared {
            sheet: name.map(Personal::Open),
            header_line,
            columns: columns.0.iter().map(place).collect(),
            payer_number: input.payer_number,
        };
        let done = self.step(request, id, TakeoverCommand::Prepare(prepared)).await?;
        self.ask_takeover_work(id, work::Task::Check).await?;
        Ok(done)
    }

    /// 引き継ぎを決裁する, as the rows were judged; they come in next.
    ///
    /// # Errors
    /// [`TakeoverError`].
    pub async fn approve_takeover(&self, request: &Request, id: TakeoverId, seen: Verdicts) -> Result<Done, TakeoverError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        self.one_at_a_time(id).await?;
        let done = self.step(request, id, TakeoverCommand::Approve(seen)).await?;
        self.ask_takeover_work(id, work::Task::Commit).await?;
        Ok(done)
    }

    /// 引き継ぎの取消しを求める; what nobody has gone on with is taken back next.
    ///
    /// # Errors
    /// [`TakeoverError`].
    pub async fn reverse_takeover(&self, request: &Request, id: TakeoverId, why: FreeText) -> Result<Done, TakeoverError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        self.one_at_a_time(id).await?;
        let asked = ReversalAsked { why: Personal::Open(why) };
        let done = self.step(request, id, TakeoverCommand::AskReversal(asked)).await?;
        self.ask_takeover_work(id, work::Task::Reverse).await?;
        Ok(done)
    }

    /// One step of a takeover, sealed under its key.
    async fn step(&self, request: &Request, id: TakeoverId, command: TakeoverCommand) -> Result<Done, ActError> {
        let mut loaded = self.load::<Takeover, TakeoverEvent>(id.0).await?;
        if loaded.version == 0 {
            return Err(ActError::NotFound);
        }
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let (stream, expected) = (id.0, Expected::Exactly(loaded.version));
        let key = Some(self.key_of(id.0).await?);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// The program says how a part of the work ended.
    async fn tell_takeover(&self, id: TakeoverId, command: TakeoverCommand, today: Date) -> Result<(), ActError> {
        match self.step(&self.of_program(self.new_id()?, today), id, command).await {
            // Another worker was faster.
            Ok(_) | Err(ActError::Stale { .. } | ActError::Refused(Refusal::Takeover(TakeoverRefusal::NotWaiting))) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// An act of the program.
    #[expect(clippy::unused_self, reason = "read as a sentence beside the others")]
    fn of_program(&self, command: Uuid, today: Date) -> Request {
        Request {
            command_id: CommandId(command),
            correlation_id: CorrelationId(command),
            actor: Actor::program(PART),
            trace_context: None,
            today,
            seen_version: None,
        }
    }

    /// The kept file, opened.
    ///
    /// # Errors
    /// [`TakeoverError`].
    pub async fn takeover_book(&self, id: TakeoverId) -> Result<Book, TakeoverError> {
        let file = self.takeover(id).await?;
        let bytes = self.artifact(file.received.2.artifact).await?;
        Ok(opened(bytes).await?.1)
    }

    /// A takeover by its id, opened.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn takeover(&self, id: TakeoverId) -> Result<TakeoverFile, ActError> {
        let mut told = self.told::<TakeoverEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        let mut file: Option<TakeoverFile> = None;
        for one in told {
            let (by, at) = (one.envelope.actor_id, one.envelope.recorded_at);
            if let TakeoverEvent::Received(received) = &one.event {
                file = Some(TakeoverFile {
                    id,
                    version: 0,
                    state: Takeover::default(),
                    received: (at, by, received.clone()),
                    prepared: None,
                    approved: None,
                    carried_out: None,
                    reversal: None,
                    reversed: None,
                });
            }
            let Some(file) = &mut file else { continue };
            file.version = one.envelope.stream_version;
            match &one.event {
                TakeoverEvent::Received(_) | TakeoverEvent::Checked(_) => {}
                TakeoverEvent::Prepared(event) => file.prepared = Some(event.clone()),
                TakeoverEvent::Approved(_) => file.approved = Some((at, by)),
                TakeoverEvent::CarriedOut(event) => file.carried_out = Some((at, event.taken, event.refused)),
                TakeoverEvent::ReversalAsked(event) => file.reversal = Some((at, by, event.why.clone())),
                TakeoverEvent::Reversed(event) => file.reversed = Some((at, event.taken_back, event.kept)),
            }
            cqrs_es::Aggregate::apply(&mut file.state, casework::Fact { event: one.event, by });
        }
        file.ok_or(ActError::NotFound)
    }

    /// The newest takeovers, the newest first.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn takeovers(&self, most: u16) -> Result<Vec<TakeoverFile>, ActError> {
        let mut files = Vec::new();
        for id in self.newest_takeovers(most).await? {
            match self.takeover(id).await {
                Ok(file) => files.push(file),
                // It is about to be received.
                Err(ActError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(files)
    }
}

/// Opens a file away from those who serve requests: it takes seconds, and what a broken one does to its reader is told as its being broken.
async fn opened(bytes: Vec<u8>) -> Result<(Vec<u8>, Book), FileError> {
    let read = tokio::task::spawn_blocking(move || Book::open(&bytes).map(|book| (bytes, book)));
    read.await.map_err(|_| FileError::Broken)?
}
