//! 夜間処理: look at every person of the ledger and every open case, a page at a time, end the awards whose days ran out, and tell once what was
//! found. Two workers that look at the same night cannot both tell it: its stream begins once.

mod ending;
mod moving;
mod noticing;
mod paying;

use std::collections::{BTreeMap, BTreeSet};

use casework::nightly::{Covered, Looking, Nightly, NightlyCommand, OpenCase, Person, Protected, Term};
use casework::rules::Masters;
use events::ids::{ApplicationId, CommandId, CorrelationId, DesignationId, RecipientId, SubjectId};
use events::nightly::{Finding, NightlyEvent, Outcome, Ran, TaskKind, stream_of};
use events::vocabulary::FreeText;
use events::{Actor, Log};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use projections::designations::{self, TermRow};
use projections::tasks::{self, AwardDays, CaseRow, ProtectedRow};
use sqlx::Row as _;
use store::Expected;
use uuid::Uuid;

use crate::application::still_as_seen;
use crate::load::decide;
use crate::submission::{Addition, Submission, Unwritten};
use crate::{ActError, Acts, Done, Request};

/// Persons and cases read at once.
const PAGE: u16 = 1_000;
/// Name of the part of the program in the log.
const PART: &str = "nightly";

/// What a member of staff says about a task.
#[derive(Clone, PartialEq, Debug)]
pub struct TaskInput {
    /// The night on which it was found.
    pub night: Date,
    /// How it is closed.
    pub outcome: Outcome,
    /// 理由, or what was done.
    pub why: FreeText,
}

impl Acts {
    /// Runs a night and tells it. None where it was told before, by whomever.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn run_night(&self, night: Date) -> Result<Option<Ran>, ActError> {
        let mut loaded = self.load::<Nightly, NightlyEvent>(stream_of(night)).await?;
        if loaded.aggregate.has_run() {
            return Ok(None);
        }
        let masters = self.masters().await?;
        let looking = self.look(night, masters.as_ref()).await?;
        let ended = self.end_ran_out(night, looking.ran_out()).await?;
        self.move_cases(night).await?;
        let known = tasks::known(self.pool()).await.map_err(|error| ActError::internal(&error))?;
        let after = tasks::last_night(self.pool(), night).await.map_err(|error| ActError::internal(&error))?;
        let open: BTreeSet<Uuid> = known.iter().filter(|(_, open)| *open).map(|(task, _)| *task).collect();
        let known: BTreeSet<Uuid> = known.into_iter().map(|(task, _)| task).collect();
        let birthdays: Vec<Uuid> =
            looking.findings().iter().filter(|one| one.kind == TaskKind::Turned18).map(Finding::task).collect();
        let command = looking.told(after, &known, &open, ended);
        let NightlyCommand::Tell { ran, .. } = &command else { return Ok(None) };
        let ran = ran.clone();
        let request = tonight(CommandId(self.new_id()?), night);
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let mut submission = Submission::new(self, Log::Casework, &request);
        let (stream, expected) = (stream_of(night), Expected::Exactly(0));
        submission.add(Addition { stream, expected, key: None, effective_on: night, cause: None, facts })?;
        match submission.commit().await {
            Ok(_) => {
                self.birthday_letters(night, &birthdays, request.correlation_id).await;
                Ok(Some(ran))
            }
            // Another worker was faster.
            Err(Unwritten::Moved { .. }) => Ok(None),
            Err(other) => Err(other.seen_at(0)),
        }
    }

    /// Looks, and tells nothing.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn look<'m>(&self, night: Date, masters: &'m Masters) -> Result<Looking<'m>, ActError> {
        let mut looking = Looking::on(night, masters)?;
        let applied = self.look_at_cases(&mut looking).await?;
        self.look_at_overrides(&mut looking, masters).await?;
        self.look_at_protections(&mut looking).await?;
        self.look_at_designations(&mut looking).await?;
        self.look_at_splits(&mut looking, masters, night).await?;
        self.look_at_letters(&mut looking).await?;
        self.look_at_payments(&mut looking).await?;
        self.look_at_inquiries(&mut looking).await?;
        let mut after = RecipientId(Uuid::nil());
        loop {
            let mut rows = tasks::persons(self.pool(), after, PAGE).await.map_err(|error| ActError::internal(&error))?;
            projections::open(self.pool(), &self.parts().ring, &mut rows).await.map_err(|error| ActError::internal(&error))?;
            let Some(last) = rows.last().map(|row| row.recipient) else { return Ok(looking) };
            after = last;
            for row in rows {
                looking.person(&Person {
                    recipient: row.recipient,
                    birth_date: row.birth_date.open().copied(),
                    awards: row.awards.into_iter().map(covered).collect(),
                    applied: applied.contains(&row.recipient),
                });
            }
        }
    }

    /// Whoever in the ledger applies for something.
    pub(crate) async fn applying(&self) -> Result<BTreeSet<RecipientId>, ActError> {
        let mut applied = BTreeSet::new();
        let mut after = ApplicationId(Uuid::nil());
        loop {
            let rows = tasks::open_cases(self.pool(), after, PAGE).await.map_err(|error| ActError::internal(&error))?;
            let Some(last) = rows.last().map(|row| row.application) else { return Ok(applied) };
            after = last;
            applied.extend(self.recipients_of(&rows).await?.into_values());
        }
    }

    /// Open cases; whoever in the ledger applies for something.
    async fn look_at_cases(&self, looking: &mut Looking<'_>) -> Result<BTreeSet<RecipientId>, ActError> {
        let mut applied = BTreeSet::new();
        let mut after = ApplicationId(Uuid::nil());
        loop {
            let rows = tasks::open_cases(self.pool(), after, PAGE).await.map_err(|error| ActError::internal(&error))?;
            let Some(last) = rows.last().map(|row| row.application) else { return Ok(applied) };
            after = last;
            let known = self.recipients_of(&rows).await?;
            applied.extend(known.values());
            for row in rows {
                looking.case(&OpenCase {
                    application: row.application,
                    recipient: known.get(&row.application).copied(),
                    desk: row.desk,
                    office: row.office,
                    since: in_japan(row.since),
                    due_on: row.due_on,
                });
            }
        }
    }

    async fn look_at_protections(&self, looking: &mut Looking<'_>) -> Result<(), ActError> {
        let mut after = ApplicationId(Uuid::nil());
        loop {
            let rows = tasks::protected(self.pool(), after, PAGE).await.map_err(|error| ActError::internal(&error))?;
            let Some(last) = rows.last().map(|row| row.application) else { return Ok(()) };
            after = last;
            for ProtectedRow { application, recipient, office, until } in rows {
                looking.protection(&Protected { application, recipient, office, until });
            }
        }
    }

    async fn look_at_designations(&self, looking: &mut Looking<'_>) -> Result<(), ActError> {
        let own = self.masters().await?.own_authority();
        let mut after = DesignationId(Uuid::nil());
        loop {
            let rows = designations::terms(self.pool(), &own, after, PAGE).await.map_err(|error| ActError::internal(&error))?;
            let Some(last) = rows.last().map(|row| row.designation) else { return Ok(()) };
            after = last;
            for TermRow { designation, ends_on, own, ended } in rows {
                looking.designation(Term { designation, ends_on, own, ended });
            }
        }
    }

    /// The recipients whose applications these are, as received; none for a child that is not in the ledger yet.
    async fn recipients_of(&self, cases: &[CaseRow]) -> Result<BTreeMap<ApplicationId, RecipientId>, ActError> {
        let streams: Vec<Uuid> = cases.iter().map(|case| case.application.0).collect();
        let rows = sqlx::query(
            "SELECT stream_id, (payload ->> 'recipient')::uuid AS recipient FROM es.events
             WHERE log = $1 AND stream_id = ANY($2) AND stream_version = 1 AND payload ->> 'recipient' IS NOT NULL",
        )
        .bind(Log::Casework.number())
        .bind(streams)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok((ApplicationId(row.try_get(0)?), RecipientId(row.try_get(1)?)))).collect()
    }

    /// 処理したこと、またはすることがないことを記録する.
    ///
    /// # Errors
    /// [`ActError::NotFound`] where no such thing was found in that night.
    pub async fn close_task(&self, request: &Request, task: Uuid, input: TaskInput) -> Result<Done, ActError> {
        if let Some(done) = self.done_before(request.command_id).await? {
            return Ok((&done).into());
        }
        let night = self.load::<Nightly, NightlyEvent>(stream_of(input.night)).await?.aggregate;
        let finding = night.found(task).ok_or(ActError::NotFound)?;
        let mut loaded = self.load::<Nightly, NightlyEvent>(task).await?;
        still_as_seen(request, loaded.version)?;
        let TaskInput { night, outcome, why } = input;
        let command = NightlyCommand::Close { night, finding, outcome, why };
        let facts = decide(&mut loaded.aggregate, (request.actor.clone(), command)).await?;
        let subject = finding.recipient.map_or(finding.about, |recipient| recipient.0);
        let mut submission = Submission::new(self, Log::Casework, request);
        let key = match self.parts().ring.key_of(self.pool(), SubjectId(subject)).await? {
            Some(key) => key,
            // Nobody's: what is written about a file has a key of the file's own.
            None if paying::about_file(&finding) => submission.new_key(subject)?,
            None => return Err(ActError::Erased),
        };
        submission.add(Addition {
            stream: task,
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

/// A request of the night itself.
fn tonight(command_id: CommandId, night: Date) -> Request {
    Request {
        command_id,
        correlation_id: CorrelationId(command_id.0),
        actor: Actor::program(PART),
        trace_context: None,
        today: night,
        seen_version: None,
    }
}

pub(crate) fn covered(days: AwardDays) -> Covered {
    let AwardDays { award, application, validity, office, over } = days;
    Covered { award, application, validity, office, over }
}

/// The day in Japan.
fn in_japan(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::fixed(Offset::constant(9))).date()
}
