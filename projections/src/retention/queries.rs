//! Typed rows out.

use std::str::FromStr;

use events::ids::{StaffId, SubjectId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::case_history::Entry;
use crate::reading::parsed;
use crate::{Doer, ReadError};

/// How far the erasure of a person has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Not proposed.
    Kept,
    /// Proposed; an approver decides.
    Proposed,
    /// Carried out.
    Erased,
}

/// A word that names no stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a stage of an erasure")]
pub struct UnknownStage;

impl Stage {
    const ALL: [Self; 3] = [Self::Kept, Self::Proposed, Self::Erased];

    /// As the table holds it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Proposed => "proposed",
            Self::Erased => "erased",
        }
    }
}

impl FromStr for Stage {
    type Err = UnknownStage;

    fn from_str(text: &str) -> Result<Self, UnknownStage> {
        Self::ALL.into_iter().find(|stage| stage.code() == text).ok_or(UnknownStage)
    }
}

/// One person and how far an erasure has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The recipient, or the application that has none.
    pub person: SubjectId,
    /// 受給者番号, or 受付番号 where there is no recipient.
    pub number: String,
    /// Whose keys would go.
    pub subjects: Vec<SubjectId>,
    /// The day on which the last entitlement ended, or the refusal was decided; none while something is under way.
    pub last_ended_on: Option<Date>,
    /// How far it has come.
    pub stage: Stage,
    /// 法的保全.
    pub held: bool,
    /// Who proposed it, and when.
    pub proposed: Option<(StaffId, Timestamp)>,
    /// Position of the event that carried it out.
    pub erased_at: Option<i64>,
}

struct Columns {
    person: Uuid,
    number: String,
    subjects: Vec<Uuid>,
    last_ended_on: Option<jiff_sqlx::Date>,
    stage: String,
    held: bool,
    proposed_by: Option<Uuid>,
    proposed_at: Option<jiff_sqlx::Timestamp>,
    erased_at: Option<i64>,
}

impl TryFrom<Columns> for Person {
    type Error = ReadError;

    fn try_from(row: Columns) -> Result<Self, ReadError> {
        Ok(Self {
            person: SubjectId(row.person),
            number: row.number,
            subjects: row.subjects.into_iter().map(SubjectId).collect(),
            last_ended_on: row.last_ended_on.map(Into::into),
            stage: parsed(&row.stage, "stage")?,
            held: row.held,
            proposed: row.proposed_by.map(StaffId).zip(row.proposed_at.map(Into::into)),
            erased_at: row.erased_at,
        })
    }
}

/// Persons whose last entitlement ended before this day and whom nothing holds, those who ended first at the head; `after` goes on behind
/// a person of the page before.
///
/// # Errors
/// [`ReadError`].
pub async fn over(
    db: impl PgExecutor<'_>,
    ended_before: Date,
    after: Option<(Date, SubjectId)>,
    limit: u16,
) -> Result<Vec<Person>, ReadError> {
    let (day, person) = after.map_or((Date::MIN, Uuid::nil()), |(day, person)| (day, person.0));
    // PostgreSQL's calendar begins later than ours.
    let day = day.max(jiff::civil::date(1, 1, 1));
    let rows = sqlx::query_as!(
        Columns,
        r#"SELECT person, number, subjects, last_ended_on AS "last_ended_on: jiff_sqlx::Date", stage, held, proposed_by,
                  proposed_at AS "proposed_at: jiff_sqlx::Timestamp", erased_at
           FROM retention_people
           WHERE stage = 'kept' AND NOT held AND last_ended_on < $1 AND (last_ended_on, person) > ($2, $3)
           ORDER BY last_ended_on, person LIMIT $4"#,
        jiff_sqlx::Date::from(ended_before) as _,
        jiff_sqlx::Date::from(day) as _,
        person,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Person::try_from).collect()
}

/// Persons whose erasure is proposed, held or done, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn told_of(db: impl PgExecutor<'_>, limit: u16) -> Result<Vec<Person>, ReadError> {
    let rows = sqlx::query_as!(
        Columns,
        r#"SELECT person, number, subjects, last_ended_on AS "last_ended_on: jiff_sqlx::Date", stage, held, proposed_by,
                  proposed_at AS "proposed_at: jiff_sqlx::Timestamp", erased_at
           FROM retention_people WHERE stage <> 'kept' OR held ORDER BY position DESC LIMIT $1"#,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Person::try_from).collect()
}

/// One person.
///
/// # Errors
/// [`ReadError`].
pub async fn of_person(db: impl PgExecutor<'_>, person: SubjectId) -> Result<Option<Person>, ReadError> {
    let row = sqlx::query_as!(
        Columns,
        r#"SELECT person, number, subjects, last_ended_on AS "last_ended_on: jiff_sqlx::Date", stage, held, proposed_by,
                  proposed_at AS "proposed_at: jiff_sqlx::Timestamp", erased_at
           FROM retention_people WHERE person = $1"#,
        person.0
    )
    .fetch_optional(db)
    .await?;
    row.map(Person::try_from).transpose()
}

/// What was told of a person's erasure, oldest first and opened; a reason goes with the person and is then erased.
///
/// # Errors
/// [`ReadError`].
pub async fn history(pool: &sqlx::PgPool, ring: &store::KeyRing, person: SubjectId) -> Result<Vec<Entry>, ReadError> {
    let stream = events::erasure::stream_of(person);
    let recorded =
        store::stream_events(pool, events::Log::Casework, stream, 0).await.map_err(|store::ReadError::Database(error)| error)?;
    let entries: Result<Vec<Entry>, ReadError> = recorded.into_iter().map(|recorded| entry(person, recorded)).collect();
    let mut entries = entries?;
    crate::open(pool, ring, &mut entries).await?;
    Ok(entries)
}

fn entry(person: SubjectId, recorded: store::Recorded) -> Result<Entry, ReadError> {
    Ok(Entry {
        application: person.0.into(),
        position: recorded.position,
        stream_id: recorded.stream_id,
        stream_version: recorded.stream_version,
        event_id: recorded.event_id,
        recorded_at: recorded.recorded_at,
        effective_on: recorded.effective_on,
        by: Doer::from_columns(
            recorded.actor_id.0,
            &recorded.actor_name,
            &recorded.actor_role,
            recorded.actor_office.as_deref(),
        )?,
        event: recorded.decode().map_err(|_| ReadError::Malformed { column: "payload" })?,
        reason: recorded.reason,
        correlation_id: recorded.correlation_id,
    })
}
