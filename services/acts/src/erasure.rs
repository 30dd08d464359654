//! 消去する: proposed, then carried out by somebody else. The event comes first; then the ids go onto the list outside the database; only then
//! are the keys destroyed. Where the program dies in between, the same act, or the next start, finishes what the event says.

use casework::Refusal;
use casework::application::{Application, Stage};
use casework::erasure::{Erasure, ErasureCommand, ErasureRefusal, Records, Term};
use casework::household::Membership;
use casework::recipient::Recipient;
use cqrs_es::Aggregate as _;
use events::application::ApplicationEvent;
use events::erasure::{ErasureEvent, Reapplied, stream_of};
use events::ids::{CommandId, CorrelationId, SubjectId};
use events::membership::{MembershipEvent, stream_of as membership_of};
use events::vocabulary::FreeText;
use events::{Actor, Log};
use store::{Destroyed, ErasedLine, ErasedList, Expected};

use crate::application::still_as_seen;
use crate::erasure_reach::Step;
use crate::ids::derived;
use crate::load::decide;
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Done, Request};

/// Under what the data was sealed and now stays unreadable.
const ALGORITHM: &str = "XChaCha20-Poly1305";

/// An erasure that was carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Erased {
    /// What was destroyed just now; nothing where it had been done before.
    pub destroyed: Destroyed,
    /// The act.
    pub done: Done,
}

/// An erasure as a screen shows it.
#[derive(Clone, Debug)]
pub struct ErasureCase {
    /// What decides.
    pub erasure: Erasure,
    /// Version of its stream.
    pub version: i32,
}

impl Acts {
    /// How far the erasure of a person has come.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn erasure(&self, person: SubjectId) -> Result<ErasureCase, ActError> {
        let loaded = self.load::<Erasure, ErasureEvent>(stream_of(person)).await?;
        Ok(ErasureCase { erasure: loaded.aggregate, version: loaded.version })
    }

    /// 消去を起案する.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn propose_erasure(&self, request: &Request, records: Records) -> Result<Done, ActError> {
        self.confirm(&records).await?;
        let (person, today) = (records.person, request.today);
        let term = Term::on(self.masters().await?.as_ref(), today);
        self.all_is_known().await?;
        let (records, years) = (self.reach(records, Step::Propose, term, today).await?, term.years);
        self.on_erasure(request, person, ErasureCommand::Propose { records, years, today }).await
    }

    /// 起案を取り下げる.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn withdraw_erasure(&self, request: &Request, person: SubjectId, why: FreeText) -> Result<Done, ActError> {
        self.on_erasure(request, person, ErasureCommand::Withdraw(person, why)).await
    }

    /// 消去を差し止める (法的保全).
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn hold_erasure(&self, request: &Request, person: SubjectId, why: FreeText) -> Result<Done, ActError> {
        self.on_erasure(request, person, ErasureCommand::Hold(person, why)).await
    }

    /// 差し止めを解く.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn release_erasure(&self, request: &Request, person: SubjectId, why: FreeText) -> Result<Done, ActError> {
        self.on_erasure(request, person, ErasureCommand::Release(person, why)).await
    }

    /// 消去する. From here on nobody reads what was sealed for the person.
    ///
    /// # Errors
    /// [`ActError`]. Where the event was written and destroying failed, doing it again finishes it.
    pub async fn carry_out_erasure(&self, request: &Request, records: Records, list: &ErasedList) -> Result<Erased, ActError> {
        let person = records.person;
        if self.load::<Erasure, ErasureEvent>(stream_of(person)).await?.aggregate.is_erased() {
            let (done, destroyed) = self.finish(person, list).await?;
            return Ok(Erased { destroyed, done });
        }
        // Where the list cannot be kept nothing may be destroyed, so nothing is decided either.
        list.lines().map_err(|error| ActError::internal(&error))?;
        self.confirm(&records).await?;
        let term = Term::on(self.masters().await?.as_ref(), request.today);
        self.all_is_known().await?;
        let records = self.reach(records, Step::CarryOut, term, request.today).await?;
        let command = ErasureCommand::CarryOut {
            keys: store::live_keys(self.pool(), &records.subjects).await?,
            years: term.years,
            today: request.today,
            algorithm: ALGORITHM.to_owned(),
            key_backups_until: term.key_backups_until(request.today),
            records,
        };
        self.on_erasure(request, person, command).await?;
        let (done, destroyed) = self.finish(person, list).await?;
        Ok(Erased { destroyed, done })
    }

    /// Does what the event says: list, keys, memory.
    async fn finish(&self, person: SubjectId, list: &ErasedList) -> Result<(Done, Destroyed), ActError> {
        let told = self.told::<ErasureEvent>(Log::Casework, stream_of(person), 0).await?;
        let carried_out = told.iter().find_map(|told| match &told.event {
            ErasureEvent::CarriedOut(event) => Some((event, &told.envelope)),
            _ => None,
        });
        // After a restore there is no such event any more; then `reapply_erasure` did everything.
        let Some((event, envelope)) = carried_out else {
            let position = told.last().map_or(0, |told| told.envelope.position);
            return Ok((Done { position, again: true }, Destroyed { keys: 0, numbers: 0 }));
        };
        let line =
            ErasedLine { person, subjects: event.subjects.clone(), event: envelope.event_id, recorded_at: envelope.recorded_at };
        list.add(&line).map_err(|error| ActError::internal(&error))?;
        let destroyed = store::carry_out_erasure(self.pool(), envelope.position).await?;
        self.parts().ring.forget(&event.keys);
        Ok((Done { position: envelope.position, again: destroyed.keys == 0 }, destroyed))
    }

    /// Says that an erasure was done again, which this log, restored from an older backup, does not know. The keys are destroyed before.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn reapply_erasure(&self, line: &ErasedLine, today: jiff::civil::Date) -> Result<(), ActError> {
        if self.load::<Erasure, ErasureEvent>(stream_of(line.person)).await?.aggregate.is_erased() {
            return Ok(());
        }
        let ErasedLine { person, subjects, event, recorded_at } = line.clone();
        let request = Request {
            command_id: CommandId(derived(CommandId(event.0), "reapply")),
            correlation_id: CorrelationId(event.0),
            actor: Actor::program("erasures"),
            trace_context: None,
            today,
            seen_version: None,
        };
        let reapplied = Reapplied { person, subjects, carried_out: event, carried_out_at: recorded_at };
        self.on_erasure(&request, person, ErasureCommand::Reapply(reapplied)).await.map(drop)
    }

    pub(crate) async fn on_erasure(
        &self,
        request: &Request,
        person: SubjectId,
        command: ErasureCommand,
    ) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let stream = stream_of(person);
        let mut loaded = self.load::<Erasure, ErasureEvent>(stream).await?;
        still_as_seen(request, loaded.version)?;
        let carries_out = matches!(command, ErasureCommand::CarryOut { .. });
        let has_reason = matches!(command, ErasureCommand::Withdraw(..) | ErasureCommand::Hold(..) | ErasureCommand::Release(..));
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, request);
        // A reason goes with the person. The certificate is kept under a key of its own, which stays.
        let key = if has_reason { Some(self.key_of(person.0).await?) } else { None };
        if carries_out {
            submission.new_key(stream)?;
        }
        let expected = Expected::Exactly(loaded.version);
        submission.add(Addition { stream, expected, key, effective_on: request.today, cause: None, facts })?;
        let done = submission.commit().await.map_err(|unwritten| unwritten.seen_at(loaded.version))?;
        Ok((&done).into())
    }

    /// Asks the log whether the applications among the subjects are really the person's, and decided.
    async fn confirm(&self, records: &Records) -> Result<(), ActError> {
        for subject in &records.subjects {
            let first = store::stream_events(self.pool(), Log::Casework, subject.0, 0).await?.into_iter().next();
            let own = *subject == records.person;
            match first.as_ref().map(|event| event.stream_type.as_str()) {
                Some(Recipient::TYPE) if own => {}
                Some(Application::TYPE) => {
                    let application = self.load::<Application, ApplicationEvent>(subject.0).await?.aggregate;
                    if !own && application.recipient().map(|recipient| recipient.0) != Some(records.person.0) {
                        return Err(ActError::NotFound);
                    }
                    if !application.stage().is_some_and(Stage::is_decided) {
                        return Err(Refusal::from(ErasureRefusal::RecordsStillInUse).into());
                    }
                }
                // Somebody outside the ledger has no stream but that of the household.
                None if own && self.load::<Membership, MembershipEvent>(membership_of(*subject)).await?.version > 0 => {}
                _ => return Err(ActError::NotFound),
            }
        }
        Ok(())
    }
}
