//! Questions to the tasks and the nights.

use std::collections::BTreeMap;

use events::ids::{RecipientId, StaffId};
use events::nightly::{Finding, TaskKind};
use events::vocabulary::{FreeText, OfficeCode};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use serde::Deserialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::State;
use crate::ReadError;
use crate::reading::{parsed, sealed};

/// One task.
#[derive(Clone, PartialEq, Debug)]
pub struct TaskRow {
    /// Its id.
    pub task: Uuid,
    /// The night on which it was found.
    pub night: Date,
    /// What was found.
    pub finding: Finding,
    /// What became of it.
    pub state: State,
    /// When and by whom it was closed.
    pub closed: Option<(Date, StaffId)>,
    /// 理由.
    pub why: Option<Personal<FreeText>>,
}

impl HoldsPersonal for TaskRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.why.as_mut().map_or(Ok(()), |why| visitor.field("why", why))
    }
}

/// Which tasks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TaskFilter {
    /// Of this state; open where none.
    pub state: Option<State>,
    /// Of this kind.
    pub kind: Option<TaskKind>,
    /// Of this office.
    pub office: Option<OfficeCode>,
}

struct Raw {
    task: Uuid,
    night: jiff_sqlx::Date,
    kind: String,
    about: Uuid,
    recipient: Option<Uuid>,
    office: String,
    day: jiff_sqlx::Date,
    state: String,
    closed_on: Option<jiff_sqlx::Date>,
    closed_by: Option<Uuid>,
    why: Option<String>,
}

impl TryFrom<Raw> for TaskRow {
    type Error = ReadError;
    fn try_from(raw: Raw) -> Result<Self, ReadError> {
        Ok(Self {
            task: raw.task,
            night: raw.night.into(),
            finding: Finding {
                kind: parsed(&raw.kind, "kind")?,
                about: raw.about,
                recipient: raw.recipient.map(RecipientId),
                office: parsed(&raw.office, "office")?,
                day: raw.day.into(),
            },
            state: parsed(&raw.state, "state")?,
            closed: raw.closed_on.map(Into::into).zip(raw.closed_by.map(StaffId)),
            why: raw.closed_by.map(|_| sealed(raw.why.as_deref(), "why")).transpose()?,
        })
    }
}

/// Tasks by the day they hang on, from one on. `after` is the last of the page before.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    db: impl PgExecutor<'_>,
    filter: TaskFilter,
    after: Option<(Date, Uuid)>,
    limit: u16,
) -> Result<Vec<TaskRow>, ReadError> {
    let (day, task) = after.map_or((None, Uuid::nil()), |(day, task)| (Some(jiff_sqlx::Date::from(day)), task));
    let rows = sqlx::query_as!(
        Raw,
        r#"SELECT task, night AS "night!: jiff_sqlx::Date", kind, about, recipient, office, day AS "day!: jiff_sqlx::Date", state,
                  closed_on AS "closed_on: jiff_sqlx::Date", closed_by, why
           FROM tasks
           WHERE state = $1 AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR office = $3)
             AND ($4::date IS NULL OR (day, task) > ($4, $5))
           ORDER BY day, task LIMIT $6"#,
        filter.state.unwrap_or(State::Open).code(),
        filter.kind.map(TaskKind::code),
        filter.office.map(|office| office.to_string()),
        day as Option<jiff_sqlx::Date>,
        task,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One task.
///
/// # Errors
/// [`ReadError`].
pub async fn task(db: impl PgExecutor<'_>, task: Uuid) -> Result<Option<TaskRow>, ReadError> {
    let row = sqlx::query_as!(
        Raw,
        r#"SELECT task, night AS "night!: jiff_sqlx::Date", kind, about, recipient, office, day AS "day!: jiff_sqlx::Date", state,
                  closed_on AS "closed_on: jiff_sqlx::Date", closed_by, why
           FROM tasks WHERE task = $1"#,
        task
    )
    .fetch_optional(db)
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// How many wait, by kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaskCount {
    /// 種類.
    pub kind: TaskKind,
    /// Open tasks of it.
    pub tasks: i64,
    /// The earliest day one of them hangs on.
    pub earliest: Date,
}

/// Open tasks by kind, of an office or of all.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>, office: Option<OfficeCode>) -> Result<Vec<TaskCount>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT kind, count(*) AS "tasks!", min(day) AS "earliest!: jiff_sqlx::Date" FROM tasks
           WHERE state = 'open' AND ($1::text IS NULL OR office = $1) GROUP BY kind"#,
        office.map(|office| office.to_string())
    )
    .fetch_all(db)
    .await?;
    let mut counts = rows
        .into_iter()
        .map(|row| Ok(TaskCount { kind: parsed(&row.kind, "kind")?, tasks: row.tasks, earliest: row.earliest.into() }))
        .collect::<Result<Vec<_>, ReadError>>()?;
    counts.sort_by_key(|count| count.kind);
    Ok(counts)
}

/// Every task that was found and not settled, and whether it is open.
///
/// # Errors
/// [`ReadError`].
pub async fn known(db: impl PgExecutor<'_>) -> Result<Vec<(Uuid, bool)>, ReadError> {
    let rows =
        sqlx::query!(r#"SELECT task, state = 'open' AS "open!" FROM tasks WHERE state <> 'settled'"#).fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (row.task, row.open)).collect())
}

/// One run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NightRow {
    /// The night.
    pub night: Date,
    /// The night of the run before.
    pub after: Option<Date>,
    /// Persons looked at.
    pub persons: i32,
    /// Open cases looked at.
    pub cases: i32,
    /// Found for the first time.
    pub found: i32,
    /// Found before and no longer so.
    pub settled: i32,
    /// Awards whose days had run out, ended by this run.
    pub ended: u32,
    /// What stands, by kind.
    pub standing: BTreeMap<String, u32>,
    /// Every person, by whether asked for the renewal.
    pub renewals: BTreeMap<String, u32>,
}

#[derive(Deserialize)]
struct Counts {
    standing: BTreeMap<String, u32>,
    renewals: BTreeMap<String, u32>,
    ended: u32,
}

/// Runs, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn nights(db: impl PgExecutor<'_>, limit: u16) -> Result<Vec<NightRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT night AS "night!: jiff_sqlx::Date", after AS "after: jiff_sqlx::Date", persons, cases, found, settled, counts
           FROM nights ORDER BY night DESC LIMIT $1"#,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let Counts { standing, renewals, ended } =
                serde_json::from_str(&row.counts).map_err(|_| ReadError::Malformed { column: "counts" })?;
            let (night, after) = (row.night.into(), row.after.map(Into::into));
            let (persons, cases, found, settled) = (row.persons, row.cases, row.found, row.settled);
            Ok(NightRow { night, after, persons, cases, found, settled, ended, standing, renewals })
        })
        .collect()
}

/// The newest night that was run before one.
///
/// # Errors
/// [`ReadError`].
pub async fn last_night(db: impl PgExecutor<'_>, before: Date) -> Result<Option<Date>, ReadError> {
    let night = sqlx::query_scalar!(
        r#"SELECT max(night) AS "night: jiff_sqlx::Date" FROM nights WHERE night < $1"#,
        jiff_sqlx::Date::from(before) as jiff_sqlx::Date
    )
    .fetch_one(db)
    .await?;
    Ok(night.map(Into::into))
}
