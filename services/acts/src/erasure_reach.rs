//! How far an erasure reaches, and what forbids it: applications that were refused after the last award, files of old ledgers in which the
//! person stands beside others, what is still to be decided or paid, and the other rows of the same person.

use std::time::Duration;

use casework::erasure::{Obstacle, Records, Term, kept_until};
use events::Log;
use events::ids::{RecipientId, SubjectId};
use jiff::civil::Date;
use projections::ledger::AsOf;
use projections::retention::{self, Stage};
use projections::{ledger, notices, reimbursements, same_persons, worklist};
use uuid::Uuid;

use crate::impact::read;
use crate::{ActError, Acts};

/// What is asked here.
const ASKED: [&str; 6] = ["ledger", "worklist", "notices", "reimbursements", "same_persons", "retention"];
/// How long is waited for them.
const LONGEST: Duration = Duration::from_secs(30);

/// What is about to be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// Somebody proposes.
    Propose,
    /// Somebody else carries out.
    CarryOut,
}

impl Acts {
    /// Waits until all that is asked here knows the log to its end: what came in a moment ago counts.
    pub(crate) async fn all_is_known(&self) -> Result<(), ActError> {
        let head = store::head(self.pool(), Log::Casework).await?.position;
        for name in ASKED {
            if !store::wait_for(self.pool(), name, head, LONGEST).await? {
                return Err(ActError::Unavailable);
            }
        }
        Ok(())
    }

    /// The records with everything else that holds the person, and with what needs them still.
    pub(crate) async fn reach(&self, records: Records, step: Step, term: Term, today: Date) -> Result<Records, ActError> {
        let Records { person, mut subjects, mut last_ended_on, .. } = records;
        let mut in_the_way = Vec::new();
        for application in self.other_applications(person, &subjects).await? {
            // What was refused is kept by itself until its own time is over; nothing of the person stays behind.
            match read(retention::of_person(self.pool(), application).await)?.and_then(|row| row.last_ended_on) {
                Some(ended) => {
                    last_ended_on = last_ended_on.map(|day| day.max(ended));
                    subjects.push(application);
                }
                None => in_the_way.push(Obstacle::Application),
            }
        }
        subjects.extend(self.old_ledgers().await?);
        in_the_way.extend(self.undecided(RecipientId(person.0)).await?);
        in_the_way.extend(self.asked_outside(&subjects).await?.then_some(Obstacle::Inquiry));
        in_the_way.extend(self.other_rows(RecipientId(person.0), step, term, today).await?);
        Ok(Records { person, subjects, last_ended_on, in_the_way })
    }

    /// What forbids proposing or carrying out the erasure of a person, as far as is known now.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn erasure_obstacles(&self, person: SubjectId, proposed: bool, today: Date) -> Result<Vec<Obstacle>, ActError> {
        let term = Term::on(self.masters().await?.as_ref(), today);
        let Some(row) = read(retention::of_person(self.pool(), person).await)? else { return Err(ActError::NotFound) };
        let (subjects, last_ended_on) = (row.subjects, row.last_ended_on);
        let records = Records { person, subjects, last_ended_on, in_the_way: Vec::new() };
        let step = if proposed { Step::CarryOut } else { Step::Propose };
        Ok(self.reach(records, step, term, today).await?.in_the_way)
    }

    /// Applications of the recipient that led to no award, oldest first.
    async fn other_applications(&self, person: SubjectId, subjects: &[SubjectId]) -> Result<Vec<SubjectId>, ActError> {
        let all = read(worklist::of_recipient(self.pool(), RecipientId(person.0), None).await)?;
        let others = all.into_iter().rev().map(|application| SubjectId(application.0));
        Ok(others.filter(|application| !subjects.contains(application)).collect())
    }

    /// The files of old ledgers: one key holds everybody in them.
    async fn old_ledgers(&self) -> Result<Vec<SubjectId>, ActError> {
        let files = "SELECT stream_id FROM es.streams WHERE log = 1 AND stream_type = 'takeover' ORDER BY stream_id";
        let files: Vec<Uuid> = sqlx::query_scalar(files).fetch_all(self.pool()).await?;
        Ok(files.into_iter().map(SubjectId).collect())
    }

    /// What is still to be decided, paid or moved.
    async fn undecided(&self, recipient: RecipientId) -> Result<Vec<Obstacle>, ActError> {
        let awards = read(ledger::of_recipient(self.pool(), recipient, AsOf::default()).await)?;
        let claims = read(reimbursements::of_recipient(self.pool(), recipient).await)?;
        let told = read(notices::of_recipient(self.pool(), recipient).await)?;
        let moving: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM desk.takeovers WHERE task IS NOT NULL)")
            .fetch_one(self.pool())
            .await?;
        let waits = |stage: notices::Stage| matches!(stage, notices::Stage::Received | notices::Stage::Returned);
        let found = [
            (awards.iter().any(|award| award.redress.is_some()), Obstacle::Redress),
            (claims.iter().any(|claim| claim.stage.is_open()), Obstacle::Claim),
            (told.iter().any(|notice| waits(notice.stage)), Obstacle::Notice),
            (moving, Obstacle::Takeover),
        ];
        Ok(found.into_iter().filter_map(|(is_there, obstacle)| is_there.then_some(obstacle)).collect())
    }

    /// Whether an answer about one of these applications is waited for: afterwards nobody could record it, or why it is not needed.
    async fn asked_outside(&self, subjects: &[SubjectId]) -> Result<bool, ActError> {
        let subjects: Vec<Uuid> = subjects.iter().map(|subject| subject.0).collect();
        let open = "SELECT EXISTS (SELECT FROM es.events AS asked WHERE asked.log = 1 AND asked.stream_id = ANY($1)
                        AND asked.event_type = 'application.inquired' AND NOT EXISTS (
                            SELECT FROM es.events AS ended WHERE ended.log = 1 AND ended.stream_id = asked.stream_id
                            AND ended.event_type IN ('application.inquiry_answered', 'application.inquiry_withdrawn')
                            AND ended.payload ->> 'inquiry' = asked.payload ->> 'inquiry'))";
        Ok(sqlx::query_scalar(open).bind(subjects).fetch_one(self.pool()).await?)
    }

    /// The other rows of the same person: all of them go, one after the other, or none.
    async fn other_rows(&self, own: RecipientId, step: Step, term: Term, today: Date) -> Result<Vec<Obstacle>, ActError> {
        let mut found = Vec::new();
        for link in read(same_persons::of(self.pool(), own, None).await)? {
            let other = if link.recipient == own { link.with } else { link.recipient };
            let Some(row) = read(retention::of_person(self.pool(), SubjectId(other.0)).await)? else { continue };
            let is_over = row.last_ended_on.and_then(|ended| kept_until(ended, term.years)).is_some_and(|last| today > last);
            match (row.stage, step) {
                (Stage::Erased, _) | (Stage::Proposed, Step::CarryOut) => {}
                _ if !is_over || row.held => found.push(Obstacle::LinkedIsKept),
                (_, Step::CarryOut) => found.push(Obstacle::LinkedIsNotProposed),
                (_, Step::Propose) => {}
            }
        }
        Ok(found)
    }
}
