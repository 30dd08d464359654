//! 影響調査: asked for by somebody, carried out by a worker or by the command line, told at its end. The log keeps the question and the
//! sum; the rows lie beside it and can be made again.

mod correcting;
mod deciding;
mod rows;
mod studying;

use casework::Refusal;
use casework::impact::{Impact, ImpactCommand, ImpactRefusal};
use casework::rules::impact::Way;
use events::ids::{CommandId, CorrelationId, StaffId};
use events::impact::{Asked, Ended, ImpactEvent, Way as Asks};
use events::vocabulary::{FreeText, ValidityPeriod};
use events::{Actor, Log, Personal};
use jiff::Timestamp;
use jiff::civil::Date;
use store::Expected;
use uuid::Uuid;

use self::rows::JOBS;
use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

pub use correcting::CorrectionInput;
pub use rows::ImpactRow;
pub use studying::Carried;
pub(crate) use studying::read;

/// Name of the part of the program in the log.
const PART: &str = "worker";

/// What is asked.
#[derive(Clone, PartialEq, Debug)]
pub struct ImpactQuestion {
    /// Awards that are valid on a day of it.
    pub period: ValidityPeriod,
    /// The first way.
    pub old: Asks,
    /// The second way.
    pub new: Asks,
    /// Why.
    pub why: FreeText,
}

/// Who carries a study out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hands {
    /// The next worker that looks.
    Worker,
    /// Whoever asks.
    Own,
}

/// A study as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct ImpactFile {
    /// Its stream.
    pub id: Uuid,
    /// What was asked, opened.
    pub asked: Asked,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
    /// How it ended, and when.
    pub ended: Option<(Ended, Timestamp)>,
}

impl Acts {
    /// 影響調査を頼む; gives its id. It looks at what is known now.
    ///
    /// # Errors
    /// [`ActError`]; [`ImpactRefusal::AtWork`] where another is at work.
    pub async fn ask_impact(&self, request: &Request, question: ImpactQuestion, hands: Hands) -> Result<(Uuid, Done), ActError> {
        let id = derived(request.command_id, "impact");
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((id, (&done).into()));
        }
        let masters = self.masters().await?;
        for asked in [&question.old, &question.new] {
            Way::of(asked, &masters).map_err(ImpactRefusal::from).map_err(Refusal::from)?;
        }
        let ImpactQuestion { period, old, new, why } = question;
        let known_up_to = store::head(self.pool(), Log::Casework).await?.position;
        let asked = Asked { period, old, new, known_up_to, why: Personal::Open(why) };
        let command = ImpactCommand::Ask(Box::new(asked));
        let facts = decide(&mut Impact::default(), (request.actor.clone(), command)).await?;
        if !self.reserve_impact(id).await? {
            return Err(Refusal::from(ImpactRefusal::AtWork).into());
        }
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = Some(submission.new_key(id)?);
        let expected = Expected::Exactly(0);
        submission.add(Addition { stream: id, expected, key, effective_on: request.today, cause: None, facts })?;
        match submission.commit().await {
            Ok(done) => {
                if hands == Hands::Worker {
                    JOBS.leave(self.pool(), id).await?;
                }
                Ok((id, (&done).into()))
            }
            Err(unwritten) => {
                self.forget_impact(id).await?;
                Err(unwritten.seen_at(0))
            }
        }
    }

    /// 影響調査が終わった.
    async fn end_impact(&self, id: Uuid, ended: Ended, today: Date) -> Result<(), ActError> {
        let command = self.new_id()?;
        let request = Request {
            command_id: CommandId(command),
            correlation_id: CorrelationId(command),
            actor: Actor::program(PART),
            trace_context: None,
            today,
            seen_version: None,
        };
        let mut loaded = self.load::<Impact, ImpactEvent>(id).await?;
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), ImpactCommand::End(ended))).await?;
        let mut submission = Submission::new(self, Log::Casework, &request);
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream: id, expected, key: None, effective_on: today, cause: None, facts })?;
        submission.commit().await.map(drop).map_err(|unwritten| unwritten.seen_at(loaded.version))
    }

    /// A study by its id.
    ///
    /// # Errors
    /// [`ActError::NotFound`].
    pub async fn impact(&self, id: Uuid) -> Result<ImpactFile, ActError> {
        let mut told = self.told::<ImpactEvent>(Log::Casework, id, 0).await?;
        self.open_all(&mut told).await?;
        let mut file: Option<ImpactFile> = None;
        for one in told {
            let (by, at) = (one.envelope.actor_id, one.envelope.recorded_at);
            match (one.event, &mut file) {
                (ImpactEvent::Asked(asked), _) => file = Some(ImpactFile { id, asked, by, at, ended: None }),
                (ImpactEvent::Ended(ended), Some(file)) => file.ended = Some((ended, at)),
                (ImpactEvent::Ended(_), None) => {}
            }
        }
        file.ok_or(ActError::NotFound)
    }

    /// The newest studies, the newest first.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn impacts(&self, most: u16) -> Result<Vec<ImpactFile>, ActError> {
        let mut files = Vec::new();
        for id in self.newest_impacts(most).await? {
            match self.impact(id).await {
                Ok(file) => files.push(file),
                // It is about to be asked.
                Err(ActError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(files)
    }
}
