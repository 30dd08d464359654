//! The access log, by person, by member of staff, by hour.

use events::vocabulary::FreeText;
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::reading::sealed;
use crate::{Doer, ReadError};

/// One access, sealed until [`crate::open()`] opens it.
#[derive(Clone, PartialEq, Debug)]
pub struct Access {
    /// Position in the access log.
    pub position: i64,
    /// Type of the event.
    pub event_type: String,
    /// When the database recorded it.
    pub at: Timestamp,
    /// Who it was.
    pub by: Doer,
    /// Route, document or nothing.
    pub screen: String,
    /// The applications and recipients that were shown.
    pub subjects: Vec<Uuid>,
    /// 目的・理由, where one was asked.
    pub purpose: Option<Personal<FreeText>>,
}

impl HoldsPersonal for Access {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        if let Some(purpose) = &mut self.purpose {
            visitor.field("purpose", purpose)?;
        }
        self.by.visit_personal(visitor)
    }
}

/// As it stands in the table.
struct Raw {
    position: i64,
    event_type: String,
    recorded_at: jiff_sqlx::Timestamp,
    actor_id: Uuid,
    actor_name: String,
    actor_role: String,
    actor_office: Option<String>,
    screen: String,
    subjects: Vec<Uuid>,
    purpose: Option<String>,
}

impl Raw {
    fn read(self) -> Result<Access, ReadError> {
        Ok(Access {
            position: self.position,
            event_type: self.event_type,
            at: self.recorded_at.into(),
            by: Doer::from_columns(self.actor_id, &self.actor_name, &self.actor_role, self.actor_office.as_deref())?,
            screen: self.screen,
            subjects: self.subjects,
            purpose: self.purpose.map(|text| sealed(Some(&text), "purpose")).transpose()?,
        })
    }
}

fn read(rows: Vec<Raw>) -> Result<Vec<Access>, ReadError> {
    rows.into_iter().map(Raw::read).collect()
}

/// Who saw any of these persons, newest first, up to a position where one is given.
///
/// # Errors
/// [`ReadError`].
pub async fn of_subjects(
    db: impl PgExecutor<'_>,
    subjects: &[Uuid],
    up_to: Option<i64>,
    limit: u16,
) -> Result<Vec<Access>, ReadError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"SELECT position, event_type, recorded_at AS "recorded_at!: jiff_sqlx::Timestamp", actor_id, actor_name, actor_role,
                  actor_office, screen, subjects AS "subjects!: Vec<Uuid>", purpose
           FROM access_entries WHERE subjects && $1 AND position <= $2 ORDER BY position DESC LIMIT $3"#,
        subjects,
        up_to.unwrap_or(i64::MAX),
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    read(rows)
}

/// Somebody who has a case open.
#[derive(Clone, PartialEq, Debug)]
pub struct Looker {
    /// Who.
    pub by: Doer,
    /// When they opened it.
    pub since: Timestamp,
}

impl HoldsPersonal for Looker {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.by.visit_personal(visitor)
    }
}

/// Who else has this case open: whoever opened a page of it since a moment and looked at nobody else after that. The one who has had it
/// open longest comes first.
///
/// # Errors
/// [`ReadError`].
pub async fn looking_at(db: impl PgExecutor<'_>, case: Uuid, (since, but): (Timestamp, Uuid)) -> Result<Vec<Looker>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT actor_id AS "actor_id!", actor_name AS "actor_name!", actor_role AS "actor_role!", actor_office,
                  opened AS "opened!: jiff_sqlx::Timestamp"
           FROM (SELECT DISTINCT ON (seen.actor_id) seen.actor_id, seen.actor_name, seen.actor_role, seen.actor_office,
                        seen.recorded_at AS opened
                 FROM access_entries AS seen
                 WHERE seen.subjects @> ARRAY[$1::uuid] AND starts_with(seen.screen, 'case') AND seen.recorded_at > $2 AND seen.actor_id <> $3
                   AND NOT EXISTS (SELECT FROM access_entries AS later
                                   WHERE later.actor_id = seen.actor_id AND later.position > seen.position
                                     AND NOT (later.subjects @> ARRAY[$1::uuid] AND starts_with(later.screen, 'case')))
                 ORDER BY seen.actor_id, seen.position) AS lookers
           ORDER BY opened, actor_id"#,
        case,
        jiff_sqlx::Timestamp::from(since) as _,
        but,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Looker {
                by: Doer::from_columns(row.actor_id, &row.actor_name, &row.actor_role, row.actor_office.as_deref())?,
                since: row.opened.into(),
            })
        })
        .collect()
}

/// Under which applications somebody had addresses of protected families revealed since a moment.
///
/// # Errors
/// [`ReadError`].
pub async fn revealed_by(db: impl PgExecutor<'_>, staff: Uuid, since: Timestamp) -> Result<Vec<Uuid>, ReadError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT DISTINCT unnest(subjects) AS "subject!" FROM access_entries
           WHERE event_type = 'viewing.address_revealed' AND actor_id = $1 AND recorded_at > $2"#,
        staff,
        jiff_sqlx::Timestamp::from(since) as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What one member of staff did in a time, oldest first, up to a position where one is given.
///
/// # Errors
/// [`ReadError`].
pub async fn of_staff(
    db: impl PgExecutor<'_>,
    staff: Uuid,
    (from, until): (Timestamp, Timestamp),
    up_to: Option<i64>,
) -> Result<Vec<Access>, ReadError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"SELECT position, event_type, recorded_at AS "recorded_at!: jiff_sqlx::Timestamp", actor_id, actor_name, actor_role,
                  actor_office, screen, subjects AS "subjects!: Vec<Uuid>", purpose
           FROM access_entries WHERE actor_id = $1 AND recorded_at >= $2 AND recorded_at < $3 AND position <= $4 ORDER BY position"#,
        staff,
        jiff_sqlx::Timestamp::from(from) as _,
        jiff_sqlx::Timestamp::from(until) as _,
        up_to.unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    read(rows)
}

/// The accesses at these positions, in their order.
///
/// # Errors
/// [`ReadError`].
pub async fn at_positions(db: impl PgExecutor<'_>, positions: &[i64]) -> Result<Vec<Access>, ReadError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"SELECT position, event_type, recorded_at AS "recorded_at!: jiff_sqlx::Timestamp", actor_id, actor_name, actor_role,
                  actor_office, screen, subjects AS "subjects!: Vec<Uuid>", purpose
           FROM access_entries WHERE position = ANY($1) ORDER BY position"#,
        positions,
    )
    .fetch_all(db)
    .await?;
    read(rows)
}

/// What a member of staff did in a time, counted.
#[derive(Clone, PartialEq, Debug)]
pub struct StaffMonth {
    /// As their newest event names them.
    pub by: Doer,
    /// Events that showed somebody.
    pub accesses: i64,
    /// Sign-ins.
    pub sign_ins: i64,
    /// The newest event.
    pub last_at: Timestamp,
}

impl HoldsPersonal for StaffMonth {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.by.visit_personal(visitor)
    }
}

/// Everybody who left a trace in a time, the busiest first.
///
/// # Errors
/// [`ReadError`].
pub async fn staff(
    db: impl PgExecutor<'_>,
    (from, until): (Timestamp, Timestamp),
    up_to: Option<i64>,
) -> Result<Vec<StaffMonth>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT actor_id, (array_agg(actor_name ORDER BY position DESC))[1] AS "actor_name!",
                  (array_agg(actor_role ORDER BY position DESC))[1] AS "actor_role!",
                  (array_agg(actor_office ORDER BY position DESC))[1] AS actor_office,
                  count(*) FILTER (WHERE cardinality(subjects) > 0) AS "accesses!",
                  count(*) FILTER (WHERE event_type = 'viewing.signed_in') AS "sign_ins!",
                  max(recorded_at) AS "last_at!: jiff_sqlx::Timestamp"
           FROM access_entries WHERE recorded_at >= $1 AND recorded_at < $2 AND position <= $3
           GROUP BY actor_id ORDER BY 5 DESC, actor_id"#,
        jiff_sqlx::Timestamp::from(from) as _,
        jiff_sqlx::Timestamp::from(until) as _,
        up_to.unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StaffMonth {
                by: Doer::from_columns(row.actor_id, &row.actor_name, &row.actor_role, row.actor_office.as_deref())?,
                accesses: row.accesses,
                sign_ins: row.sign_ins,
                last_at: row.last_at.into(),
            })
        })
        .collect()
}

/// How many accesses in one hour of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The day in Japan.
    pub day: Date,
    /// 0 to 23.
    pub hour: i32,
    /// Events that showed somebody.
    pub accesses: i64,
}

/// The accesses of a time by day and hour of Japan; of one member of staff or of all.
///
/// # Errors
/// [`ReadError`].
pub async fn heat(
    db: impl PgExecutor<'_>,
    staff: Option<Uuid>,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Cell>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT (recorded_at AT TIME ZONE 'Asia/Tokyo')::date AS "day!: jiff_sqlx::Date",
                  extract(hour FROM recorded_at AT TIME ZONE 'Asia/Tokyo')::integer AS "hour!", count(*) AS "accesses!"
           FROM access_entries
           WHERE recorded_at >= $1 AND recorded_at < $2 AND cardinality(subjects) > 0 AND ($3::uuid IS NULL OR actor_id = $3)
           GROUP BY 1, 2 ORDER BY 1, 2"#,
        jiff_sqlx::Timestamp::from(from) as _,
        jiff_sqlx::Timestamp::from(until) as _,
        staff,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| Cell { day: row.day.into(), hour: row.hour, accesses: row.accesses }).collect())
}

/// The samples that were drawn, newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn samples(db: impl PgExecutor<'_>, limit: u16) -> Result<Vec<Uuid>, ReadError> {
    let rows = sqlx::query_scalar!(
        "SELECT stream_id FROM access_entries WHERE event_type = 'audit.sample_drawn' ORDER BY position DESC LIMIT $1",
        i64::from(limit),
    );
    Ok(rows.fetch_all(db).await?)
}
