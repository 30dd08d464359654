//! Questions to the imports and their rows.

use events::claim_import::{Care, Fault};
use events::ids::{AwardId, ClaimImportId, RecipientId, StaffId};
use events::recipient_file::ReviewBody;
use events::vocabulary::{FreeText, Yen};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::ReadError;
use crate::reading::{each, parsed, sealed};

/// Which imports.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Standing {
    /// All.
    #[default]
    All,
    /// Those that were taken back.
    TakenBack,
}

/// That an import was taken back.
#[derive(Clone, PartialEq, Debug)]
pub struct TakenBackRow {
    /// When.
    pub on: Date,
    /// By whom.
    pub by: StaffId,
    /// 理由.
    pub why: Personal<FreeText>,
}

/// One import.
#[derive(Clone, PartialEq, Debug)]
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
    /// Who took it in; none before the list was made anew.
    pub recorded_by: Option<StaffId>,
    /// What became of it; none where it stands.
    pub taken_back: Option<TakenBackRow>,
    /// Position of its event.
    pub position: i64,
}

impl HoldsPersonal for ImportRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        self.taken_back.as_mut().map_or(Ok(()), |taken_back| visitor.field("why", &mut taken_back.why))
    }
}

struct RawImport {
    import: Uuid,
    body: String,
    claimed_in: jiff_sqlx::Date,
    recorded_on: jiff_sqlx::Date,
    rows: i32,
    faulty: i32,
    recorded_by: Option<Uuid>,
    taken_back_on: Option<jiff_sqlx::Date>,
    taken_back_by: Option<Uuid>,
    why: Option<String>,
    position: i64,
}

impl TryFrom<RawImport> for ImportRow {
    type Error = ReadError;
    fn try_from(raw: RawImport) -> Result<Self, ReadError> {
        let taken_back = raw.taken_back_on.zip(raw.taken_back_by).map(|(on, by)| {
            Ok::<_, ReadError>(TakenBackRow { on: on.into(), by: StaffId(by), why: sealed(raw.why.as_deref(), "why")? })
        });
        Ok(Self {
            import: ClaimImportId(raw.import),
            body: parsed(&raw.body, "body")?,
            claimed_in: raw.claimed_in.into(),
            recorded_on: raw.recorded_on.into(),
            rows: raw.rows,
            faulty: raw.faulty,
            recorded_by: raw.recorded_by.map(StaffId),
            taken_back: taken_back.transpose()?,
            position: raw.position,
        })
    }
}

/// The imports before a position, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn imports(
    db: impl PgExecutor<'_>,
    which: Standing,
    before: Option<i64>,
    limit: u16,
) -> Result<Vec<ImportRow>, ReadError> {
    let raw = sqlx::query_as!(
        RawImport,
        r#"SELECT import, body, claimed_in AS "claimed_in!: jiff_sqlx::Date", recorded_on AS "recorded_on!: jiff_sqlx::Date", rows, faulty,
                  recorded_by, taken_back_on AS "taken_back_on: jiff_sqlx::Date", taken_back_by, why, position
           FROM claim_imports
           WHERE ($1::bigint IS NULL OR position < $1) AND (NOT $2 OR taken_back_on IS NOT NULL) ORDER BY position DESC LIMIT $3"#,
        before,
        which == Standing::TakenBack,
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
                  recorded_by, taken_back_on AS "taken_back_on: jiff_sqlx::Date", taken_back_by, why, position
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

/// What was claimed before for these awards in months from one to another, and counts. What was taken back was never claimed.
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
           FROM claim_rows
           WHERE recipient = ANY($1) AND month BETWEEN $2 AND $3 AND counts
             AND import NOT IN (SELECT import FROM claim_imports WHERE taken_back_on IS NOT NULL)"#,
        &ids,
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| Ok((AwardId(row.award), row.month.into(), row.institution, parsed(&row.care, "care")?))).collect()
}
