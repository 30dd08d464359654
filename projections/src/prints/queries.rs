//! Questions to what waits and to the runs.

use events::ids::{ApplicationId, AwardId, CertificateId, PrintRunId, RecipientId};
use events::print_run::PrintQuery;
use events::vocabulary::{OfficeCode, PrintKind, RecipientNumber};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::{maybe, parsed};

/// What is known of the newest certificate of an award.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DueState {
    /// To be made.
    Due,
    /// It cannot be made as it is.
    Stopped,
    /// Made.
    Issued,
    /// It went out before this program: there is nothing to print.
    Outside,
    /// It counts no longer, and none takes its place.
    Void,
}

/// A word that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a state of a certificate")]
pub struct UnknownDueState;

impl DueState {
    const ALL: [Self; 5] = [Self::Due, Self::Stopped, Self::Issued, Self::Outside, Self::Void];

    /// Word in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Stopped => "stopped",
            Self::Issued => "issued",
            Self::Outside => "outside",
            Self::Void => "void",
        }
    }
}

impl std::str::FromStr for DueState {
    type Err = UnknownDueState;
    fn from_str(text: &str) -> Result<Self, UnknownDueState> {
        Self::ALL.into_iter().find(|state| state.code() == text).ok_or(UnknownDueState)
    }
}

crate::told::coded!(DueState);

/// The newest certificate of an award.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueRow {
    /// 支給認定.
    pub award: AwardId,
    /// 申請.
    pub application: ApplicationId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 決定日, or the day from which another certificate is due.
    pub decided_on: Date,
    /// 枚数目.
    pub copy: u32,
    /// 受給者証; none until it is made.
    pub certificate: Option<CertificateId>,
    /// What is known of it.
    pub state: DueState,
    /// The run it is in.
    pub run: Option<PrintRunId>,
}

struct Raw {
    award: Uuid,
    application: Uuid,
    recipient: Uuid,
    recipient_number: String,
    office: String,
    decided_on: jiff_sqlx::Date,
    copy: i32,
    certificate: Option<Uuid>,
    state: String,
    run: Option<Uuid>,
}

impl TryFrom<Raw> for DueRow {
    type Error = ReadError;
    fn try_from(row: Raw) -> Result<Self, ReadError> {
        Ok(Self {
            award: AwardId(row.award),
            application: ApplicationId(row.application),
            recipient: RecipientId(row.recipient),
            recipient_number: parsed(&row.recipient_number, "recipient_number")?,
            office: parsed(&row.office, "office")?,
            decided_on: row.decided_on.into(),
            copy: u32::try_from(row.copy).map_err(|_| ReadError::Malformed { column: "copy" })?,
            certificate: row.certificate.map(CertificateId),
            state: parsed(&row.state, "state")?,
            run: row.run.map(PrintRunId),
        })
    }
}

/// What was decided and is in no run, or in this one: by recipient number. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn due(
    db: impl PgExecutor<'_>,
    query: &PrintQuery,
    run: Option<PrintRunId>,
    limit: i64,
) -> Result<Vec<DueRow>, ReadError> {
    let (first, last): (jiff_sqlx::Date, jiff_sqlx::Date) = (query.decided_from.into(), query.decided_until.into());
    let rows = sqlx::query_as!(
        Raw,
        r#"SELECT award, application, recipient, recipient_number, office, decided_on AS "decided_on!: jiff_sqlx::Date", copy,
                  certificate, state, run
           FROM print_due
           WHERE decided_on BETWEEN $1 AND $2 AND ($3::text IS NULL OR office = $3) AND state NOT IN ('void', 'outside')
             AND (run IS NULL OR run = $4) AND ($5 <> 'first' OR copy = 1) AND ($5 <> 'replacement' OR copy > 1)
           ORDER BY recipient_number, award LIMIT $6"#,
        first as _,
        last as _,
        query.office.map(|office| office.to_string()),
        run.map(|run| run.0),
        query.kind.code(),
        limit,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(DueRow::try_from).collect()
}

/// The newest certificates of some awards.
///
/// # Errors
/// [`ReadError`].
pub async fn of_awards(db: impl PgExecutor<'_>, awards: &[AwardId]) -> Result<Vec<DueRow>, ReadError> {
    let awards: Vec<Uuid> = awards.iter().map(|award| award.0).collect();
    let rows = sqlx::query_as!(
        Raw,
        r#"SELECT award, application, recipient, recipient_number, office, decided_on AS "decided_on!: jiff_sqlx::Date", copy,
                  certificate, state, run
           FROM print_due WHERE award = ANY($1) ORDER BY recipient_number, award"#,
        &awards,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(DueRow::try_from).collect()
}

/// A run in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunRow {
    /// The run.
    pub run: PrintRunId,
    /// Fiscal year of 令和.
    pub year: i16,
    /// 発行番号.
    pub serial: i32,
    /// 対象.
    pub kind: PrintKind,
    /// 事務所; all where none.
    pub office: Option<OfficeCode>,
    /// 決定日, the first.
    pub decided_from: Date,
    /// 決定日, the last.
    pub decided_until: Date,
    /// 確定日.
    pub frozen_on: Date,
    /// 対象の件数.
    pub items: i32,
    /// 対象外の件数.
    pub left_out: i32,
    /// 作成した件数.
    pub rendered: i32,
    /// Rendering is halted.
    pub halted: bool,
    /// A second person released it.
    pub released: bool,
    /// 発送した件数.
    pub posted: i32,
    /// Came back and lie in the office.
    pub returned: i32,
    /// Envelopes whose sheets were wrong.
    pub mismatches: i32,
    /// Open tasks.
    pub tasks: i32,
    /// It is closed.
    pub closed: bool,
}

/// The newest runs after `offset`, those that are not closed or have something open first. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn newest(db: impl PgExecutor<'_>, offset: i64, limit: i64) -> Result<Vec<RunRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT run, year, serial, kind, office, decided_from AS "decided_from!: jiff_sqlx::Date",
                  decided_until AS "decided_until!: jiff_sqlx::Date", frozen_on AS "frozen_on!: jiff_sqlx::Date", items, left_out,
                  rendered, halted, released, posted, cardinality(returned) AS "returned!", mismatches, tasks, closed
           FROM print_runs ORDER BY (NOT closed OR tasks > 0 OR cardinality(returned) > 0) DESC, frozen_on DESC, run DESC OFFSET $1 LIMIT $2"#,
        offset,
        limit,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RunRow {
                run: PrintRunId(row.run),
                year: row.year,
                serial: row.serial,
                kind: parsed(&row.kind, "kind")?,
                office: maybe(row.office.as_deref(), "office")?,
                decided_from: row.decided_from.into(),
                decided_until: row.decided_until.into(),
                frozen_on: row.frozen_on.into(),
                items: row.items,
                left_out: row.left_out,
                rendered: row.rendered,
                halted: row.halted,
                released: row.released,
                posted: row.posted,
                returned: row.returned,
                mismatches: row.mismatches,
                tasks: row.tasks,
                closed: row.closed,
            })
        })
        .collect()
}

/// A run whose items are to be rendered, the oldest; for the worker.
///
/// # Errors
/// [`ReadError`].
pub async fn to_render(db: impl PgExecutor<'_>) -> Result<Option<PrintRunId>, ReadError> {
    let run = sqlx::query_scalar!(
        "SELECT run FROM print_runs WHERE rendered < items AND NOT halted AND NOT closed ORDER BY position LIMIT 1"
    );
    Ok(run.fetch_optional(db).await?.map(PrintRunId))
}
