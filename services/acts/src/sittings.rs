//! 審査会: schedule a sitting, fix its agenda, record what it says of a case, close it. What the board says is told twice in one act: on the
//! sitting without anything personal, on the application with the words, under the key of the person. Moved and called off, a sitting keeps
//! its cases waiting for the board; its papers and minutes are kept as they were issued.

mod minutes;
mod papers;

pub use minutes::MinutesInput;

use casework::application::commands::{HearBoard, Opinion};
use casework::sitting::{Sitting, SittingCommand};
use cqrs_es::Aggregate as _;
use events::certificate::IssuedDocument;
use events::ids::{ApplicationId, SittingId, StaffId};
use events::sitting::{
    AgendaItem, Cancelled, CaseHeard, DiseaseVerdict, MinutesApproved, MinutesWritten, Moved, PapersIssued, SittingEvent,
};
use events::vocabulary::{FreeText, ShortText};
use events::{Log, Personal};
use jiff::Timestamp;
use jiff::civil::Date;
use store::Expected;

use crate::application::still_as_seen;
use crate::ids::derived;
use crate::load::{Told, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// What a sitting is to be.
#[derive(Clone, PartialEq, Debug)]
pub struct SittingInput {
    /// 開催日.
    pub held_on: Date,
    /// 締切日.
    pub cut_off_on: Date,
    /// 会場.
    pub venue: ShortText,
    /// 委員.
    pub members: Vec<ShortText>,
}

/// What the board says of a case.
#[derive(Clone, PartialEq, Debug)]
pub struct HearingInput {
    /// One a disease.
    pub opinions: Vec<Opinion>,
    /// Seats of those who keep out.
    pub recused: Vec<u8>,
}

/// Where and when a sitting is to be now.
#[derive(Clone, PartialEq, Debug)]
pub struct MoveInput {
    /// 開催日.
    pub held_on: Date,
    /// 締切日.
    pub cut_off_on: Date,
    /// 会場.
    pub venue: ShortText,
    /// 変更の理由.
    pub why: FreeText,
}

/// An event of a sitting with its hand and hour.
#[derive(Clone, Debug)]
pub struct Kept<E> {
    /// What became true.
    pub event: E,
    /// Whose act it was.
    pub by: StaffId,
    /// When it was recorded.
    pub at: Timestamp,
}

/// A sitting with everything a screen shows of it.
#[derive(Clone, Debug)]
pub struct SittingFile {
    /// Its id.
    pub id: SittingId,
    /// Version of the stream.
    pub version: i32,
    /// What decides.
    pub sitting: Sitting,
    /// 会場.
    pub venue: String,
    /// 委員, by seat from 1.
    pub members: Personal<Vec<ShortText>>,
    /// What was heard, in order.
    pub heard: Vec<CaseHeard>,
    /// 議事録, once closed.
    pub minutes: Option<Personal<FreeText>>,
    /// Seats of those who were absent, once closed.
    pub absent: Vec<u8>,
    /// Cases that wait for the next sitting, once closed.
    pub carried_over: Vec<ApplicationId>,
    /// How it was moved, in order.
    pub moves: Vec<Kept<Moved>>,
    /// That it was called off.
    pub cancelled: Option<Kept<Cancelled>>,
    /// 審査資料 as they were issued, the newest last.
    pub papers: Vec<Kept<PapersIssued>>,
    /// Editions of the minutes, the newest last.
    pub written: Vec<Kept<MinutesWritten>>,
    /// What members said of them, in order.
    pub approvals: Vec<Kept<MinutesApproved>>,
}

impl Acts {
    /// A sitting, opened.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where there is none.
    pub async fn sitting(&self, id: SittingId) -> Result<SittingFile, ActError> {
        let mut told = self.told::<SittingEvent>(Log::Casework, id.0, 0).await?;
        self.open_all(&mut told).await?;
        if told.is_empty() {
            return Err(ActError::NotFound);
        }
        let mut file = SittingFile {
            id,
            version: 0,
            sitting: Sitting::default(),
            venue: String::new(),
            members: Personal::Erased,
            heard: Vec::new(),
            minutes: None,
            absent: Vec::new(),
            carried_over: Vec::new(),
            moves: Vec::new(),
            cancelled: None,
            papers: Vec::new(),
            written: Vec::new(),
            approvals: Vec::new(),
        };
        for Told { event, envelope } in told {
            let (by, at) = (envelope.actor_id, envelope.recorded_at);
            file.version = envelope.stream_version;
            file.sitting.apply(casework::Fact { event: event.clone(), by: envelope.actor_id });
            match event {
                SittingEvent::Scheduled(event) => (file.venue, file.members) = (event.venue.to_string(), event.members),
                SittingEvent::AgendaFixed(_) => {}
                SittingEvent::CaseHeard(event) => file.heard.push(event),
                SittingEvent::Closed(event) => {
                    (file.minutes, file.absent, file.carried_over) = (Some(event.minutes), event.absent, event.carried_over);
                }
                SittingEvent::Moved(event) => {
                    file.venue = event.venue.to_string();
                    file.moves.push(Kept { event, by, at });
                }
                SittingEvent::Cancelled(event) => file.cancelled = Some(Kept { event, by, at }),
                SittingEvent::PapersIssued(event) => file.papers.push(Kept { event, by, at }),
                SittingEvent::MinutesWritten(event) => file.written.push(Kept { event, by, at }),
                SittingEvent::MinutesApproved(event) => file.approvals.push(Kept { event, by, at }),
            }
        }
        Ok(file)
    }

    /// What was kept of a sitting, byte for byte.
    ///
    /// # Errors
    /// [`ActError::Erased`] where its key is gone; [`ActError::Internal`] where it is not what was issued.
    pub async fn kept_document(&self, document: &IssuedDocument) -> Result<Vec<u8>, ActError> {
        let kept = store::open_artifact(self.pool(), &self.parts().ring, document.artifact).await?.ok_or(ActError::NotFound)?;
        if hex::encode(kept.digest) != document.sha256 {
            return Err(ActError::internal(&"a kept document is not the one that was issued"));
        }
        kept.bytes.ok_or(ActError::Erased)
    }

    /// 開催を決める. Returns the new sitting.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn schedule_sitting(&self, request: &Request, input: SittingInput) -> Result<(SittingId, Done), ActError> {
        let id = SittingId(derived(request.command_id, "sitting"));
        let SittingInput { held_on, cut_off_on, venue, members } = input;
        let command = SittingCommand::Schedule { held_on, cut_off_on, venue, members, today: request.today };
        Ok((id, self.on_sitting(request, id, command).await?))
    }

    /// 開催を変える: the cases of the agenda stay on it.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn move_sitting(&self, request: &Request, id: SittingId, input: MoveInput) -> Result<Done, ActError> {
        let MoveInput { held_on, cut_off_on, venue, why } = input;
        self.on_sitting(request, id, SittingCommand::Move { held_on, cut_off_on, venue, why, today: request.today }).await
    }

    /// 取りやめる: the cases of the agenda wait for the board as before, and the next sitting takes them.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn cancel_sitting(&self, request: &Request, id: SittingId, why: FreeText) -> Result<Done, ActError> {
        self.on_sitting(request, id, SittingCommand::Cancel { why }).await
    }

    /// 議題を決める: of the candidates, those that still wait for the board, each with the diseases to be heard.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn fix_agenda(&self, request: &Request, id: SittingId, waiting: &[ApplicationId]) -> Result<Done, ActError> {
        let mut items = Vec::with_capacity(waiting.len());
        for application in waiting {
            let case = self.case(*application, None).await?.application;
            let waits = casework::application::permit(casework::application::Action::HearBoard, &case, &request.actor).is_ok();
            if waits {
                items.push(AgendaItem { application: *application, diseases: case.board().open().iter().copied().collect() });
            }
        }
        self.on_sitting(request, id, SittingCommand::FixAgenda { items, today: request.today }).await
    }

    /// 閉じる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn close_sitting(
        &self,
        request: &Request,
        id: SittingId,
        minutes: FreeText,
        absent: Vec<u8>,
    ) -> Result<Done, ActError> {
        self.on_sitting(request, id, SittingCommand::Close { minutes, absent, today: request.today }).await
    }

    /// 審査会の意見を記録する: on the sitting and on the application at once, or on neither.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn hear_board(
        &self,
        request: &Request,
        id: SittingId,
        application: ApplicationId,
        input: HearingInput,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut sitting = self.load::<Sitting, SittingEvent>(id.0).await?;
        still_as_seen(request, sitting.version)?;
        let case = self.case(application, None).await?;
        let verdicts = input.opinions.iter().map(|one| DiseaseVerdict { disease: one.disease, verdict: one.verdict }).collect();
        let held_on = sitting.aggregate.held_on().ok_or(ActError::NotFound)?;
        let opinion = HearBoard { who: request.actor.clone(), sitting: id, held_on, opinions: input.opinions };
        let said = decide(&mut case.application.clone(), casework::application::ApplicationCommand::from(opinion)).await?;
        let command = SittingCommand::Hear { application, verdicts, recused: input.recused, today: request.today };
        let heard = decide(&mut sitting.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let told = submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(sitting.version),
            key: Some(self.key_of(id.0).await?),
            effective_on: held_on,
            cause: None,
            facts: heard,
        })?;
        submission.add(Addition {
            stream: application.0,
            expected: Expected::Exactly(case.version),
            key: Some(self.key_of(application.0).await?),
            effective_on: held_on,
            cause: told.first().copied(),
            facts: said,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(sitting.version))?;
        Ok((&done).into())
    }

    async fn on_sitting(&self, request: &Request, id: SittingId, command: SittingCommand) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let mut loaded = self.load::<Sitting, SittingEvent>(id.0).await?;
        if loaded.version > 0 {
            still_as_seen(request, loaded.version)?;
        }
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = if loaded.version == 0 { submission.new_key(id.0)? } else { self.key_of(id.0).await? };
        submission.add(Addition {
            stream: id.0,
            expected: Expected::Exactly(loaded.version),
            key: Some(key),
            effective_on: request.today,
            cause: None,
            facts,
        })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }
}
