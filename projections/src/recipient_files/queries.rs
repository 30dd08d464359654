//! Questions to the files.

use events::ids::{AwardId, RecipientFileId, RecipientId};
use events::recipient_file::{Entry, ItemKind, ReviewBody};
use events::vocabulary::{ValidityPeriod, Yen};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::Stage;
use crate::ReadError;
use crate::reading::{maybe, parsed};

/// One file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileRow {
    /// The file.
    pub file: RecipientFileId,
    /// Whom it is for.
    pub body: ReviewBody,
    /// First day of its month.
    pub month: Date,
    /// Its number among the files of the organisation.
    pub serial: i32,
    /// Where it stands.
    pub stage: Stage,
    /// 新規.
    pub added: i32,
    /// 変更.
    pub changed: i32,
    /// 喪失.
    pub lost: i32,
    /// Awards of which nobody can say who reviews their claims.
    pub undecided: i32,
    /// 作成日.
    pub prepared_on: Date,
    /// 提出日.
    pub delivered_on: Option<Date>,
    /// Lines that were not taken.
    pub rejected: Vec<i32>,
    /// Of the newest event about it.
    pub position: i64,
}

struct RawFile {
    file: Uuid,
    body: String,
    month: jiff_sqlx::Date,
    serial: i32,
    stage: String,
    added: i32,
    changed: i32,
    lost: i32,
    undecided: i32,
    prepared_on: jiff_sqlx::Date,
    delivered_on: Option<jiff_sqlx::Date>,
    rejected: Vec<i32>,
    position: i64,
}

impl TryFrom<RawFile> for FileRow {
    type Error = ReadError;
    fn try_from(raw: RawFile) -> Result<Self, ReadError> {
        Ok(Self {
            file: RecipientFileId(raw.file),
            body: parsed(&raw.body, "body")?,
            month: raw.month.into(),
            serial: raw.serial,
            stage: parsed(&raw.stage, "stage")?,
            added: raw.added,
            changed: raw.changed,
            lost: raw.lost,
            undecided: raw.undecided,
            prepared_on: raw.prepared_on.into(),
            delivered_on: raw.delivered_on.map(Into::into),
            rejected: raw.rejected,
            position: raw.position,
        })
    }
}

/// The files of the months from one on, the newest first. There are a few a month.
///
/// # Errors
/// [`ReadError`].
pub async fn all(db: impl PgExecutor<'_>, from: Date) -> Result<Vec<FileRow>, ReadError> {
    let raw = sqlx::query_as!(
        RawFile,
        r#"SELECT file, body, month AS "month!: jiff_sqlx::Date", serial, stage, added, changed, lost, undecided,
                  prepared_on AS "prepared_on!: jiff_sqlx::Date", delivered_on AS "delivered_on: jiff_sqlx::Date", rejected, position
           FROM recipient_files WHERE month >= $1 ORDER BY month DESC, body, serial DESC LIMIT 1000"#,
        jiff_sqlx::Date::from(from) as _,
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(FileRow::try_from).collect()
}

/// One file.
///
/// # Errors
/// [`ReadError`].
pub async fn one(db: impl PgExecutor<'_>, file: RecipientFileId) -> Result<Option<FileRow>, ReadError> {
    let raw = sqlx::query_as!(
        RawFile,
        r#"SELECT file, body, month AS "month!: jiff_sqlx::Date", serial, stage, added, changed, lost, undecided,
                  prepared_on AS "prepared_on!: jiff_sqlx::Date", delivered_on AS "delivered_on: jiff_sqlx::Date", rejected, position
           FROM recipient_files WHERE file = $1"#,
        file.0,
    )
    .fetch_optional(db)
    .await?;
    raw.map(FileRow::try_from).transpose()
}

/// One line of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemRow {
    /// Its line.
    pub line: i32,
    /// 新規・変更・喪失.
    pub kind: ItemKind,
    /// 再送.
    pub again: bool,
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// What was told.
    pub entry: Entry,
}

struct RawItem {
    line: i32,
    kind: String,
    again: bool,
    award: Uuid,
    recipient: Uuid,
    payer_number: String,
    recipient_number: String,
    first_day: jiff_sqlx::Date,
    last_day: jiff_sqlx::Date,
    tier: Option<String>,
    severity: String,
    monthly_cap: i64,
    annulled: bool,
}

impl TryFrom<RawItem> for ItemRow {
    type Error = ReadError;
    fn try_from(raw: RawItem) -> Result<Self, ReadError> {
        let validity = ValidityPeriod::new(raw.first_day.into(), raw.last_day.into());
        let entry = Entry {
            payer_number: parsed(&raw.payer_number, "payer_number")?,
            recipient_number: parsed(&raw.recipient_number, "recipient_number")?,
            validity: validity.map_err(|_| ReadError::Malformed { column: "last_day" })?,
            tier: maybe(raw.tier.as_deref(), "tier")?,
            severity: parsed(&raw.severity, "severity")?,
            monthly_cap: Yen::new(raw.monthly_cap).map_err(|_| ReadError::Malformed { column: "monthly_cap" })?,
            annulled: raw.annulled,
        };
        Ok(Self {
            line: raw.line,
            kind: parsed(&raw.kind, "kind")?,
            again: raw.again,
            award: AwardId(raw.award),
            recipient: RecipientId(raw.recipient),
            entry,
        })
    }
}

/// The lines of a file after one, in order; only those that were rejected where `lines` names them.
///
/// # Errors
/// [`ReadError`].
pub async fn items(
    db: impl PgExecutor<'_>,
    file: RecipientFileId,
    lines: Option<&[i32]>,
    after: i32,
    limit: u16,
) -> Result<Vec<ItemRow>, ReadError> {
    let raw = sqlx::query_as!(
        RawItem,
        r#"SELECT line, kind, again, award, recipient, payer_number, recipient_number, first_day AS "first_day!: jiff_sqlx::Date",
                  last_day AS "last_day!: jiff_sqlx::Date", tier, severity, monthly_cap, annulled
           FROM recipient_file_items
           WHERE file = $1 AND line > $2 AND ($3::int[] IS NULL OR line = ANY($3)) ORDER BY line LIMIT $4"#,
        file.0,
        after,
        lines as _,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(ItemRow::try_from).collect()
}

/// What an organisation was told of an award last, in a file that was delivered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldRow {
    /// The line.
    pub item: ItemRow,
    /// It was not taken.
    pub rejected: bool,
}

/// What an organisation was told of every award; of an award the newest delivered line.
///
/// # Errors
/// [`ReadError`].
pub async fn told(db: impl PgExecutor<'_>, body: ReviewBody) -> Result<Vec<ToldRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT ON (i.award) i.line, i.kind, i.again, i.award, i.recipient, i.payer_number, i.recipient_number,
                  i.first_day AS "first_day!: jiff_sqlx::Date", i.last_day AS "last_day!: jiff_sqlx::Date", i.tier, i.severity,
                  i.monthly_cap, i.annulled, i.line = ANY(f.rejected) AS "rejected!"
           FROM recipient_files AS f JOIN recipient_file_items AS i USING (file)
           WHERE f.body = $1 AND f.delivered_on IS NOT NULL
           ORDER BY i.award, f.serial DESC"#,
        body.code(),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let raw = RawItem {
                line: row.line,
                kind: row.kind,
                again: row.again,
                award: row.award,
                recipient: row.recipient,
                payer_number: row.payer_number,
                recipient_number: row.recipient_number,
                first_day: row.first_day,
                last_day: row.last_day,
                tier: row.tier,
                severity: row.severity,
                monthly_cap: row.monthly_cap,
                annulled: row.annulled,
            };
            Ok(ToldRow { item: raw.try_into()?, rejected: row.rejected })
        })
        .collect()
}

/// How many files wait for a second person.
///
/// # Errors
/// [`ReadError`].
pub async fn pending(db: impl PgExecutor<'_>) -> Result<i64, ReadError> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM recipient_files WHERE stage = 'waiting'"#);
    Ok(count.fetch_one(db).await?)
}
