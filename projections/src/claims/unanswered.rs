//! What somebody must still do about claims: rows with something wrong that nothing right came for, and decisions on months that were taken back.

use events::ids::{ApplicationId, ClaimImportId, RecipientId};
use events::vocabulary::OfficeCode;
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::parsed;

/// An import with rows that wait for an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unanswered {
    /// The import.
    pub import: ClaimImportId,
    /// 取込日.
    pub recorded_on: Date,
    /// Rows that wait.
    pub rows: i64,
}

/// The imports that stand with rows that have something wrong and were not answered. A row is answered when the same care of the same number
/// comes in later with nothing wrong; everything else somebody settles with a reason.
///
/// # Errors
/// [`ReadError`].
pub async fn unanswered(db: impl PgExecutor<'_>) -> Result<Vec<Unanswered>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT i.import, i.recorded_on AS "recorded_on!: jiff_sqlx::Date", count(*) AS "rows!"
           FROM claim_imports AS i JOIN claim_rows AS r ON r.import = i.import AND cardinality(r.faults) > 0
           WHERE i.faulty > 0 AND i.taken_back_on IS NULL
             AND NOT EXISTS (
                 SELECT FROM claim_rows AS later JOIN claim_imports AS o ON o.import = later.import AND o.taken_back_on IS NULL
                 WHERE later.recipient_number = r.recipient_number AND later.month = r.month AND later.payer_number = r.payer_number
                   AND later.institution = r.institution AND later.care = r.care
                   AND later.position > r.position AND cardinality(later.faults) = 0)
           GROUP BY i.import, i.recorded_on ORDER BY i.recorded_on, i.import"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Unanswered { import: ClaimImportId(row.import), recorded_on: row.recorded_on.into(), rows: row.rows })
        .collect())
}

/// The recipients and months in which rows of an import count.
///
/// # Errors
/// [`ReadError`].
pub async fn counted(db: impl PgExecutor<'_>, import: ClaimImportId) -> Result<Vec<(RecipientId, Date)>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT recipient AS "recipient!", month AS "month!: jiff_sqlx::Date" FROM claim_rows
           WHERE import = $1 AND counts AND recipient IS NOT NULL"#,
        import.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (RecipientId(row.recipient), row.month.into())).collect())
}

/// A decision on months of an import that was taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UseRow {
    /// 申請.
    pub application: ApplicationId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// When the import was taken back.
    pub taken_back_on: Date,
}

struct RawUse {
    application: uuid::Uuid,
    recipient: uuid::Uuid,
    office: String,
    taken_back_on: jiff_sqlx::Date,
}

impl TryFrom<RawUse> for UseRow {
    type Error = ReadError;
    fn try_from(raw: RawUse) -> Result<Self, ReadError> {
        let (application, recipient) = (ApplicationId(raw.application), RecipientId(raw.recipient));
        Ok(Self { application, recipient, office: parsed(&raw.office, "office")?, taken_back_on: raw.taken_back_on.into() })
    }
}

/// Every decision on months that were taken back.
///
/// # Errors
/// [`ReadError`].
pub async fn uses(db: impl PgExecutor<'_>) -> Result<Vec<UseRow>, ReadError> {
    let raw = sqlx::query_as!(
        RawUse,
        r#"SELECT application, recipient, office, taken_back_on AS "taken_back_on!: jiff_sqlx::Date" FROM claim_uses
           ORDER BY position, application"#
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(UseRow::try_from).collect()
}

/// The decisions on months of one import.
///
/// # Errors
/// [`ReadError`].
pub async fn uses_of(db: impl PgExecutor<'_>, import: ClaimImportId) -> Result<Vec<UseRow>, ReadError> {
    let raw = sqlx::query_as!(
        RawUse,
        r#"SELECT application, recipient, office, taken_back_on AS "taken_back_on!: jiff_sqlx::Date" FROM claim_uses
           WHERE import = $1 ORDER BY application"#,
        import.0
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(UseRow::try_from).collect()
}
