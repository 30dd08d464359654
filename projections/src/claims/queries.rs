//! Questions to the imports and their rows.

use events::claim_import::{Care, Fault};
use events::ids::{AwardId, ClaimImportId, RecipientId};
use events::recipient_file::ReviewBody;
use events::vocabulary::Yen;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::{each, parsed};

/// One import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportRow {
    /// The import.
    pub import: ClaimImportId,
    /// Who listed the claims.
    pub body: ReviewBody,
    /// 請求月, its first day.
    pub claimed_in: Date,
    /// 取込日.
    pub recorded_on: Date,
    /// Rows of the file.
    pub rows: i32,
    /// Of these, with something wrong.
    pub faulty: i32,
    /// Position of its event.
    pub position: i64,
}

struct RawImport {
    import: Uuid,
    body: String,
    claimed_in: jiff_sqlx::Date,
    recorded_on: jiff_sqlx::Date,
    rows: i32,
    faulty: i32,
    position: i64,
}

impl TryFrom<RawImport> for ImportRow {
    type Error = ReadError;
    fn try_from(raw: RawImport) -> Result<Self, ReadError> {
        Ok(Self {
            import: ClaimImportId(raw.import),
            body: parsed(&raw.body, "body")?,
            claimed_in: raw.claimed_in.into(),
            recorded_on: raw.recorded_on.into(),
            rows: raw.rows,
            faulty: raw.faulty,
            position: raw.position,
        })
    }
}

/// The imports before a position, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn imports(db: impl PgExecutor<'_>, before: Option<i64>, limit: u16) -> Result<Vec<ImportRow>, ReadError> {
    let raw = sqlx::query_as!(
        RawImport,
        r#"SELECT import, body, claimed_in AS "claimed_in!: jiff_sqlx::Date", recorded_on AS "recorded_on!: jiff_sqlx::Date", rows, faulty,
                  position
           FROM claim_imports WHERE $1::bigint IS NULL OR position < $1 ORDER BY position DESC LIMIT $2"#,
        before,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(ImportRow::try_from).collect()
}

/// One import.
///
/// # Errors
/// [`ReadError`].
pub async fn one(db: impl PgExecutor<'_>, import: ClaimImportId) -> Result<Option<ImportRow>, ReadError> {
    let raw = sqlx::query_as!(
        RawImport,
        r#"SELECT import, body, claimed_in AS "claimed_in!: jiff_sqlx::Date", recorded_on AS "recorded_on!: jiff_sqlx::Date", rows, faulty,
                  position
           FROM claim_imports WHERE import = $1"#,
        import.0,
    )
    .fetch_optional(db)
    .await?;
    raw.map(ImportRow::try_from).transpose()
}

/// One row of an import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClaimLine {
    /// Its line in the file.
    pub line: i32,
    /// 診療月, its first day.
    pub month: Date,
    /// 公費負担者番号 as told.
    pub payer_number: String,
    /// 受給者番号 as told.
    pub recipient_number: String,
    /// 医療機関コード as told.
    pub institution: String,
    /// 区分.
    pub care: Care,
    /// 医療費総額.
    pub total: Yen,
    /// 公費負担額.
    pub paid: Yen,
    /// 自己負担額.
    pub share: Yen,
    /// Whose it is.
    pub recipient: Option<RecipientId>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// The rows of an import after a line, in order; only those with something wrong where `faulty`.
///
/// # Errors
/// [`ReadError`].
pub async fn rows(
    db: impl PgExecutor<'_>,
    import: ClaimImportId,
    faulty: bool,
    after: i32,
    limit: u16,
) -> Result<Vec<ClaimLine>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT line, month AS "month!: jiff_sqlx::Date", payer_number, recipient_number, institution, care, total, paid, share,
                  recipient, faults
           FROM claim_rows WHERE import = $1 AND line > $2 AND (NOT $3 OR cardinality(faults) > 0) ORDER BY line LIMIT $4"#,
        import.0,
        after,
        faulty,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    let yen = |amount| Yen::new(amount).map_err(|_| ReadError::Malformed { column: "total" });
    rows.into_iter()
        .map(|row| {
            Ok(ClaimLine {
                line: row.line,
                month: row.month.into(),
                payer_number: row.payer_number,
                recipient_number: row.recipient_number,
                institution: row.institution,
                care: parsed(&row.care, "care")?,
                total: yen(row.total)?,
                paid: yen(row.paid)?,
                share: yen(row.share)?,
                recipient: row.recipient.map(RecipientId),
                faults: each(&row.faults, "faults")?,
            })
        })
        .collect()
}

/// What was claimed before for these awards in months from one to another, and counts.
///
/// # Errors
/// [`ReadError`].
pub async fn earlier(
    db: impl PgExecutor<'_>,
    recipients: &[RecipientId],
    (from, until): (Date, Date),
) -> Result<Vec<(AwardId, Date, String, Care)>, ReadError> {
    let ids: Vec<Uuid> = recipients.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT award AS "award!", month AS "month!: jiff_sqlx::Date", institution, care
           FROM claim_rows WHERE recipient = ANY($1) AND month BETWEEN $2 AND $3 AND counts"#,
        &ids,
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| Ok((AwardId(row.award), row.month.into(), row.institution, parsed(&row.care, "care")?))).collect()
}
