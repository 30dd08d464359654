//! 決裁して延長する: the decision first; then a worker goes from award to award in acts of some tens, and tells what came of it. What was stopped
//! or killed is gone on with; an award that was extended already is not extended twice.

use casework::award::{Award, AwardCommand, Standing};
use casework::extension::{Extension, ExtensionAction, ExtensionCommand, ExtensionStage, Facing, permit, reach};
use casework::rules::impact::Go;
use events::Log;
use events::award::{AwardEvent, Extended};
use events::extension::{Approved, CarriedOut, Left, LeftGround};
use events::ids::{AwardId, CommandId, CorrelationId, ExtensionId};
use events::vocabulary::ShortText;
use events::{Actor, Personal};
use jiff::civil::Date;
use store::Expected;

use super::choose::eve;
use super::progress::JOBS;
use crate::application::still_as_seen;
use crate::approve::last_day;
use crate::load::{Told, decide};
use crate::long_jobs::JobProgress;
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// Awards extended in one act; in tests one, so that it is stopped in between.
const IN_ONE_ACT: usize = if cfg!(test) { 1 } else { 50 };
/// Tries of one act, where awards or applications move on meanwhile.
const TRIES: usize = 5;

/// What is carried out.
struct Carrying<'a> {
    acts: &'a Acts,
    request: &'a Request,
    id: ExtensionId,
    extension: Extension,
    reference: ShortText,
}

/// What becomes of one award.
enum Turn {
    /// Told already by this extension.
    Already,
    Left(LeftGround),
    /// Told next, from this version on, if nobody follows at this place meanwhile.
    Extend(Box<Extended>, i32, String),
}

impl Acts {
    /// 決裁する: a worker extends the awards ([`Acts::carry_out_extension`]).
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn approve_extension(&self, request: &Request, id: ExtensionId) -> Result<Done, ActError> {
        let done = if let Some(done) = self.done_before(request.command_id).await? {
            (&done).into()
        } else {
            let approved = Approved { decided_on: request.today };
            self.on_extension(request, id, ExtensionCommand::Approve(request.actor.clone(), approved)).await?
        };
        JOBS.ask(self.pool(), vec![id.0]).await?;
        Ok(done)
    }

    /// 続きを延長する: left to a worker again, after it was stopped.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn resume_extension(&self, request: &Request, id: ExtensionId) -> Result<(), ActError> {
        let case = self.extension(id).await?;
        still_as_seen(request, case.version)?;
        permit(ExtensionAction::CarryOut, &case.extension, &request.actor)?;
        JOBS.resume(self.pool(), id.0).await
    }

    /// Extends the awards in the name of whoever approved it, as decided on that day. `told` is asked after each act whether to go on; where it
    /// says no, the rest is left to the next worker that looks. None where it is left, or somebody stopped it.
    ///
    /// # Errors
    /// [`ActError`]; then it is taken up again.
    pub async fn carry_out_extension(
        &self,
        id: ExtensionId,
        today: Date,
        mut told: impl FnMut(&JobProgress) -> Go + Send,
    ) -> Result<Option<CarriedOut>, ActError> {
        let case = self.extension(id).await?;
        let Some((decided_on, by)) =
            case.extension.approval().filter(|_| case.extension.stage() == Some(ExtensionStage::Approved))
        else {
            JOBS.end(self.pool(), id.0).await?;
            return Ok(case.extension.outcome().cloned());
        };
        let reference = case.reference.open().cloned().ok_or(ActError::Erased)?;
        let awards = case.extension.awards().to_vec();
        let request = self.own_request(id, self.account(by).await?.actor()?, decided_on)?;
        let carrying = Carrying { acts: self, request: &request, id, extension: case.extension, reference };
        let of = i64::try_from(awards.len()).unwrap_or(i64::MAX);
        let (mut outcome, mut done) = (CarriedOut { extended: 0, left: Vec::new() }, 0);
        for part in awards.chunks(IN_ONE_ACT) {
            let left = Box::pin(carrying.part(part)).await?;
            outcome.extended += u32::try_from(part.len() - left.len()).unwrap_or(u32::MAX);
            outcome.left.extend(left);
            done += i64::try_from(part.len()).unwrap_or(i64::MAX);
            let stopping = JOBS.advance(self.pool(), id.0, done, of).await?.unwrap_or(false);
            let go = told(&JobProgress { done, of: Some(of), stopping, stopped: false });
            if done < of && stopping {
                JOBS.halt(self.pool(), id.0).await?;
                return Ok(None);
            }
            if done < of && go == Go::Stop {
                JOBS.leave(self.pool(), id.0).await?;
                return Ok(None);
            }
        }
        let ending = self.own_request(id, request.actor.clone(), today)?;
        let command = ExtensionCommand::CarryOut(request.actor.clone(), Box::new(outcome.clone()));
        self.on_extension(&ending, id, command).await?;
        JOBS.end(self.pool(), id.0).await?;
        Ok(Some(outcome))
    }

    /// An act of the worker for the approver. Awards say themselves whether they were extended, so each try is a new command.
    fn own_request(&self, id: ExtensionId, actor: Actor, today: Date) -> Result<Request, ActError> {
        let command_id = CommandId(self.new_id()?);
        Ok(Request { command_id, correlation_id: CorrelationId(id.0), actor, trace_context: None, today, seen_version: None })
    }
}

impl Carrying<'_> {
    /// Extends some awards in one act; gives back those that were left as they are.
    async fn part(&self, part: &[AwardId]) -> Result<Vec<Left>, ActError> {
        for _ in 0..TRIES {
            let request = Request { command_id: CommandId(self.acts.new_id()?), ..self.request.clone() };
            let mut submission = Submission::new(self.acts, Log::Casework, &request);
            let (mut left, mut extended) = (Vec::new(), 0);
            for award in part {
                match self.turn(*award).await? {
                    Turn::Already => {}
                    Turn::Left(ground) => left.push(Left { award: *award, ground }),
                    Turn::Extend(told, version, place) => {
                        submission.claim(last_day(&place, version));
                        self.extend(&mut submission, *award, *told, version).await?;
                        extended += 1;
                    }
                }
            }
            if extended == 0 {
                return Ok(left);
            }
            match submission.commit().await {
                Ok(_) => return Ok(left),
                // Somebody acted on one of them: look again.
                Err(Unwritten::Moved { .. } | Unwritten::Taken(_)) => {}
                Err(other) => return Err(other.seen_at(0)),
            }
        }
        Err(ActError::Unavailable)
    }

    /// What becomes of an award as it stands now.
    async fn turn(&self, award: AwardId) -> Result<Turn, ActError> {
        let told = self.acts.told::<AwardEvent>(Log::Casework, award.0, 0).await?;
        let by_this = |told: &Told<AwardEvent>| matches!(&told.event, AwardEvent::Extended(one) if one.extension == self.id);
        if told.iter().any(by_this) {
            return Ok(Turn::Already);
        }
        let loaded = self.acts.load::<Award, AwardEvent>(award.0).await?;
        let standing = loaded.aggregate.standing().ok_or(ActError::NotFound)?;
        if standing.replaced_by.is_some() {
            return Ok(Turn::Left(LeftGround::Replaced));
        }
        if standing.ended.is_some_and(|ground| !ground.ran_out()) {
            return Ok(Turn::Left(LeftGround::Ended));
        }
        let (facing, place) = self.facing(award, &standing, loaded.aggregate.proposal().is_some()).await?;
        let (plan, proposed_by) = self.extension.plan().zip(self.extension.proposed_by()).ok_or(ActError::NotFound)?;
        Ok(match reach(plan.until, &facing) {
            Err(ground) => Turn::Left(ground),
            Ok(until) => {
                let extended = Extended {
                    recipient: standing.recipient,
                    application: standing.application,
                    extension: self.id,
                    reference: Personal::Open(self.reference.clone()),
                    before: facing.end,
                    until,
                    decided_on: self.request.today,
                    proposed_by,
                };
                Turn::Extend(Box::new(extended), loaded.version, place)
            }
        })
    }

    /// What stands in the way, and the place of whoever follows next.
    async fn facing(&self, award: AwardId, standing: &Standing, redress_waits: bool) -> Result<(Facing, String), ActError> {
        let chain = self.acts.first_of(&self.acts.starting(award).await?).await?;
        let (place, follower) = self.acts.place_after(chain).await?;
        let next: Option<Date> = match follower {
            Some(follower) => Some(self.acts.starting(follower).await?.standing.validity.start()),
            None => None,
        };
        let birth_date = self.acts.person(standing.recipient).await?.birth_date;
        let eve = eve(&*self.acts.masters().await?, birth_date, self.request.today);
        Ok((Facing { end: standing.validity.end(), eve, next, redress_waits }, place))
    }

    async fn extend(&self, submission: &mut Submission, award: AwardId, told: Extended, version: i32) -> Result<(), ActError> {
        let effective_on = told.before.tomorrow().map_err(|error| ActError::internal(&error))?;
        let key = Some(self.acts.key_of(told.recipient.0).await?);
        let mut aggregate = self.acts.load::<Award, AwardEvent>(award.0).await?.aggregate;
        let by: &Actor = &self.request.actor;
        let facts = decide(&mut aggregate, (by.id, AwardCommand::Extend(Box::new(told)))).await?;
        let expected = Expected::Exactly(version);
        submission.add(Addition { stream: award.0, expected, key, effective_on, cause: None, facts }).map(drop)
    }
}
