//! Questions to the worklist.

use events::ids::{ApplicationId, RecipientId, StaffId};
use events::vocabulary::{OfficeCode, ReceiptNumber};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{PgExecutor, PgPool};
use uuid::Uuid;

use super::filter::{Asked, found};
use super::{Queue, QueueFilter, WorklistRow};
use crate::due_list::{After, Page, bound, one_more};
use crate::reading::{each, maybe, parsed, sealed};
use crate::{Around, Change, Doer, ReadError};

/// How much waits in a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueCount {
    /// The queue.
    pub queue: Queue,
    /// Cases in it.
    pub cases: i64,
    /// Of these, past their due date.
    pub overdue: i64,
    /// When the oldest came.
    pub oldest_since: Timestamp,
    /// The earliest due date.
    pub earliest_due: Date,
}

struct Raw {
    application_id: Uuid,
    position: i64,
    stage: String,
    queue: Option<String>,
    office: Option<String>,
    waiting_since: jiff_sqlx::Timestamp,
    due_on: Option<jiff_sqlx::Date>,
    settled: Vec<String>,
    flags: Vec<String>,
    held_until: Option<jiff_sqlx::Date>,
    clerk: Option<Uuid>,
    checker: Option<Uuid>,
    authors: Vec<Uuid>,
    award_id: Option<Uuid>,
    recipient_id: Option<Uuid>,
    changed_at: jiff_sqlx::Timestamp,
    changed_by: Uuid,
    changed_by_name: String,
    changed_by_role: String,
    changed_by_office: Option<String>,
    change: String,
    kind: String,
    receipt_number: String,
    receiving_office: String,
    responsible_office: String,
    municipality: String,
    application_date: jiff_sqlx::Date,
    child_name: Option<String>,
    child_birth_date: Option<String>,
    diseases: Vec<String>,
    documents: Vec<String>,
}

impl TryFrom<Raw> for WorklistRow {
    type Error = ReadError;
    fn try_from(raw: Raw) -> Result<Self, ReadError> {
        Ok(Self {
            application: ApplicationId(raw.application_id),
            stage: parsed(&raw.stage, "stage")?,
            queue: maybe(raw.queue.as_deref(), "queue")?,
            office: maybe(raw.office.as_deref(), "office")?,
            kind: parsed(&raw.kind, "kind")?,
            receipt_number: parsed(&raw.receipt_number, "receipt_number")?,
            receiving_office: parsed(&raw.receiving_office, "receiving_office")?,
            responsible_office: parsed(&raw.responsible_office, "responsible_office")?,
            municipality: parsed(&raw.municipality, "municipality")?,
            application_date: raw.application_date.into(),
            child_name: sealed(raw.child_name.as_deref(), "child_name")?,
            child_birth_date: sealed(raw.child_birth_date.as_deref(), "child_birth_date")?,
            diseases: each(&raw.diseases, "diseases")?,
            documents_open: raw.documents.iter().filter(|item| !raw.settled.contains(item)).count(),
            documents_needed: raw.documents.len(),
            waiting_since: raw.waiting_since.into(),
            due_on: raw.due_on.map(Into::into),
            flags: each(&raw.flags, "flags")?,
            held_until: raw.held_until.map(Into::into),
            clerk: raw.clerk.map(StaffId),
            checker: raw.checker.map(StaffId),
            authors: raw.authors.into_iter().map(StaffId).collect(),
            award: raw.award_id.map(Into::into),
            recipient: raw.recipient_id.map(Into::into),
            last_change: Change {
                position: raw.position,
                at: raw.changed_at.into(),
                event_type: raw.change,
                by: Doer::from_columns(
                    raw.changed_by,
                    &raw.changed_by_name,
                    &raw.changed_by_role,
                    raw.changed_by_office.as_deref(),
                )?,
            },
        })
    }
}

/// Open cases of the queues, those due first. `limit` is at least 1.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    db: impl PgExecutor<'_>,
    filter: &QueueFilter,
    after: Option<After>,
    limit: u16,
) -> Result<Page<WorklistRow>, ReadError> {
    let limit = usize::from(limit.max(1));
    let (due_after, id_after) = bound(after);
    let raw = found!(
        query_as!(Raw),
        r#"SELECT s.application_id, lower(s.known) AS "position!", s.stage, s.queue, s.office,
                  s.waiting_since AS "waiting_since!: jiff_sqlx::Timestamp", s.due_on AS "due_on: jiff_sqlx::Date", s.settled, s.flags, s.checker,
                  s.held_until AS "held_until: jiff_sqlx::Date",
                  CASE WHEN EXISTS (SELECT FROM worklist_staff AS g WHERE g.staff_id = s.clerk AND upper_inf(g.known)
                                    AND (g.gone OR g.works_at NOT IN (s.office, CASE s.office WHEN '00' THEN '00' ELSE c.responsible_office END)))
                       THEN NULL ELSE s.clerk END AS clerk,
                  s.authors, s.award_id, s.recipient_id, s.changed_at AS "changed_at!: jiff_sqlx::Timestamp", s.changed_by,
                  s.changed_by_name, s.changed_by_role, s.changed_by_office, s.change, c.kind, c.receipt_number, c.receiving_office,
                  c.responsible_office, c.municipality, c.application_date AS "application_date!: jiff_sqlx::Date", c.child_name,
                  c.child_birth_date, c.diseases, c.documents
           FROM worklist_steps AS s JOIN worklist_cases AS c ON c.application_id = s.application_id AND upper_inf(c.known)"#,
        r#" AND (s.due_on, s.application_id) > (coalesce($16, '-infinity'::date), $17)
           ORDER BY s.due_on, s.application_id LIMIT $18"#,
        Asked::from(filter),
        due_after as _,
        id_after,
        one_more(limit),
    )
    .fetch_all(db)
    .await?;
    Page::of(raw, limit, |row: &WorklistRow| Some(After { due_on: row.due_on?, id: row.application.0 }))
}

/// The applications that waited in a queue when `known` was the last position, those due first: a page of them, and where the next
/// begins. `limit` is at least 1.
///
/// # Errors
/// [`ReadError`].
pub async fn page_at(
    pool: &PgPool,
    known: i64,
    queue: Queue,
    office: Option<OfficeCode>,
    after: Option<After>,
    limit: u16,
) -> Result<Page<WorklistRow>, ReadError> {
    let limit = usize::from(limit.max(1));
    let (due_after, id_after) = bound(after);
    let found = sqlx::query!(
        r#"SELECT application_id, due_on AS "due_on!: jiff_sqlx::Date" FROM worklist_steps
           WHERE known @> $1::bigint AND queue = $2 AND ($3::text IS NULL OR office = $3) AND due_on IS NOT NULL
             AND (due_on, application_id) > (coalesce($4, '-infinity'::date), $5)
           ORDER BY due_on, application_id LIMIT $6"#,
        known,
        queue.code(),
        office.map(|office| office.to_string()),
        due_after as _,
        id_after,
        one_more(limit),
    )
    .fetch_all(pool)
    .await?;
    let more = found.len() > limit;
    let page: Vec<After> =
        found.into_iter().take(limit).map(|row| After { due_on: row.due_on.into(), id: row.application_id }).collect();
    let ids: Vec<ApplicationId> = page.iter().map(|one| ApplicationId(one.id)).collect();
    Ok(Page { rows: rows(pool, &ids, Some(known)).await?, next: page.last().copied().filter(|_| more) })
}

/// The changes of cases around a position: the newest change that is shown there, the one before it, and the first that is not shown yet.
/// Around the end of the log where there is none.
///
/// # Errors
/// [`ReadError::Database`].
pub async fn around(db: impl PgExecutor<'_>, known: Option<i64>) -> Result<Around, ReadError> {
    let row = sqlx::query!(
        r#"WITH shown AS (SELECT max(lower(known)) AS position FROM worklist_steps WHERE lower(known) <= $1)
           SELECT shown.position AS shown,
                  (SELECT max(lower(known)) FROM worklist_steps WHERE lower(known) < shown.position) AS before,
                  (SELECT min(lower(known)) FROM worklist_steps WHERE lower(known) > $1) AS after
           FROM shown"#,
        known.unwrap_or(i64::MAX),
    )
    .fetch_one(db)
    .await?;
    Ok(Around { shown: row.shown, before: row.before, after: row.after })
}

/// How much waits where; queues without cases are left out.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>, office: Option<OfficeCode>, today: Date) -> Result<Vec<QueueCount>, ReadError> {
    let rows = sqlx::query_as!(
        RawCount,
        r#"SELECT queue AS "queue!", count(*) AS "cases!", count(*) FILTER (WHERE due_on < $2) AS "overdue!",
                  min(waiting_since) AS "oldest_since!: jiff_sqlx::Timestamp", min(due_on) AS "earliest_due!: jiff_sqlx::Date"
           FROM worklist_steps
           WHERE waits_in IS NOT NULL AND ($1::text IS NULL OR office = $1)
           GROUP BY queue"#,
        office.map(|office| office.to_string()),
        jiff_sqlx::Date::from(today) as _,
    )
    .fetch_all(db)
    .await?;
    counted(rows)
}

/// The same as it was when `known` was the last position, judged on a day.
///
/// # Errors
/// [`ReadError`].
pub async fn counts_at(
    db: impl PgExecutor<'_>,
    known: i64,
    office: Option<OfficeCode>,
    day: Date,
) -> Result<Vec<QueueCount>, ReadError> {
    let rows = sqlx::query_as!(
        RawCount,
        r#"SELECT queue AS "queue!", count(*) AS "cases!", count(*) FILTER (WHERE due_on < $3) AS "overdue!",
                  min(waiting_since) AS "oldest_since!: jiff_sqlx::Timestamp", min(due_on) AS "earliest_due!: jiff_sqlx::Date"
           FROM worklist_steps
           WHERE known @> $1::bigint AND queue IS NOT NULL AND ($2::text IS NULL OR office = $2)
           GROUP BY queue"#,
        known,
        office.map(|office| office.to_string()),
        jiff_sqlx::Date::from(day) as _,
    )
    .fetch_all(db)
    .await?;
    counted(rows)
}

struct RawCount {
    queue: String,
    cases: i64,
    overdue: i64,
    oldest_since: jiff_sqlx::Timestamp,
    earliest_due: jiff_sqlx::Date,
}

fn counted(rows: Vec<RawCount>) -> Result<Vec<QueueCount>, ReadError> {
    let mut counts = rows
        .into_iter()
        .map(|row| {
            Ok(QueueCount {
                queue: parsed(&row.queue, "queue")?,
                cases: row.cases,
                overdue: row.overdue,
                oldest_since: row.oldest_since.into(),
                earliest_due: row.earliest_due.into(),
            })
        })
        .collect::<Result<Vec<_>, ReadError>>()?;
    counts.sort_by_key(|count| count.queue);
    Ok(counts)
}

/// These applications, in the order asked for, as they stood when `known` was the last position; now where it is none.
///
/// # Errors
/// [`ReadError`].
pub async fn rows(db: impl PgExecutor<'_>, ids: &[ApplicationId], known: Option<i64>) -> Result<Vec<WorklistRow>, ReadError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT s.application_id, lower(s.known) AS "position!", s.stage, s.queue, s.office,
                  s.waiting_since AS "waiting_since!: jiff_sqlx::Timestamp", s.due_on AS "due_on: jiff_sqlx::Date", s.settled, s.flags, s.checker,
                  s.held_until AS "held_until: jiff_sqlx::Date",
                  CASE WHEN EXISTS (SELECT FROM worklist_staff AS g WHERE g.staff_id = s.clerk AND g.known @> $2::bigint
                                    AND (g.gone OR g.works_at NOT IN (s.office, CASE s.office WHEN '00' THEN '00' ELSE c.responsible_office END)))
                       THEN NULL ELSE s.clerk END AS clerk,
                  s.authors, s.award_id, s.recipient_id, s.changed_at AS "changed_at!: jiff_sqlx::Timestamp", s.changed_by,
                  s.changed_by_name, s.changed_by_role, s.changed_by_office, s.change, c.kind, c.receipt_number, c.receiving_office,
                  c.responsible_office, c.municipality, c.application_date AS "application_date!: jiff_sqlx::Date", c.child_name,
                  c.child_birth_date, c.diseases, c.documents
           FROM UNNEST($1::uuid[]) WITH ORDINALITY AS asked (id, place)
           JOIN worklist_steps AS s ON s.application_id = asked.id AND s.known @> $2::bigint
           JOIN worklist_cases AS c ON c.application_id = asked.id AND c.known @> $2::bigint
           ORDER BY asked.place"#,
        &ids,
        known.unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(WorklistRow::try_from).collect()
}

/// One application; none where there is none, or was none yet.
///
/// # Errors
/// [`ReadError`].
pub async fn row(db: impl PgExecutor<'_>, id: ApplicationId, known: Option<i64>) -> Result<Option<WorklistRow>, ReadError> {
    Ok(rows(db, &[id], known).await?.pop())
}

/// The applications of a recipient, decided or not, as they were known when `known` was the last position; now where it is none.
///
/// # Errors
/// [`ReadError`].
pub async fn of_recipient(
    db: impl PgExecutor<'_>,
    recipient: RecipientId,
    known: Option<i64>,
) -> Result<Vec<ApplicationId>, ReadError> {
    let ids = sqlx::query_scalar!(
        "SELECT application_id FROM worklist_steps WHERE recipient_id = $1 AND known @> $2::bigint ORDER BY application_id DESC",
        recipient.0,
        known.unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(ApplicationId).collect())
}

/// The application of a receipt number.
///
/// # Errors
/// [`ReadError`].
pub async fn by_receipt_number(db: impl PgExecutor<'_>, number: ReceiptNumber) -> Result<Option<ApplicationId>, ReadError> {
    let id = sqlx::query_scalar!(
        "SELECT application_id FROM worklist_cases WHERE upper_inf(known) AND receipt_number = $1",
        number.to_string()
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(ApplicationId))
}
