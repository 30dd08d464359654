//! Questions to the list of claims.

use std::fmt;
use std::str::FromStr;

use events::ids::{AwardId, RecipientId, ReimbursementId};
use events::vocabulary::{OfficeCode, PersonName, ReceiptNumber, Yen};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::Stage;
use crate::ReadError;
use crate::reading::{parsed, sealed};

/// A line of the list.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimRow {
    /// The claim.
    pub reimbursement: ReimbursementId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 受給者.
    pub recipient: RecipientId,
    /// 支給認定.
    pub award: AwardId,
    /// 請求日.
    pub filed_on: Date,
    /// 処理期限.
    pub due_on: Date,
    /// 受給者の氏名.
    pub name: Personal<PersonName>,
    /// Where it stands.
    pub stage: Stage,
    /// As computed or decided.
    pub amount: Option<Yen>,
}

impl HoldsPersonal for ClaimRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("name", &mut self.name)
    }
}

/// The last line of a page, after which the next begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    /// Its due date.
    pub due_on: Date,
    /// Its claim.
    pub reimbursement: ReimbursementId,
}

/// A text that names no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("一覧の続きの位置が読めません。療養費の一覧を開き直してください。")]
pub struct AfterError;

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.due_on, self.reimbursement)
    }
}

impl FromStr for After {
    type Err = AfterError;
    fn from_str(text: &str) -> Result<Self, AfterError> {
        let (due_on, id) = text.split_once('_').ok_or(AfterError)?;
        Ok(Self { due_on: due_on.parse().map_err(|_| AfterError)?, reimbursement: id.parse().map_err(|_| AfterError)? })
    }
}

/// A page of the list.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimPage {
    /// The lines, due first.
    pub rows: Vec<ClaimRow>,
    /// Where the next page begins; none on the last.
    pub next: Option<After>,
}

/// How many wait at a stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClaimCount {
    /// Where they stand.
    pub stage: Stage,
    /// How many.
    pub claims: i64,
    /// Of these, past their due date.
    pub overdue: i64,
    /// When the oldest came there.
    pub oldest_since: Timestamp,
}

struct Raw {
    reimbursement_id: Uuid,
    receipt_number: String,
    recipient_id: Uuid,
    award_id: Uuid,
    filed_on: jiff_sqlx::Date,
    due_on: jiff_sqlx::Date,
    name: Option<String>,
    stage: String,
    amount: Option<i64>,
}

impl TryFrom<Raw> for ClaimRow {
    type Error = ReadError;
    fn try_from(raw: Raw) -> Result<Self, ReadError> {
        let amount = raw.amount.map(Yen::new).transpose();
        Ok(Self {
            reimbursement: ReimbursementId(raw.reimbursement_id),
            receipt_number: parsed(&raw.receipt_number, "receipt_number")?,
            recipient: RecipientId(raw.recipient_id),
            award: AwardId(raw.award_id),
            filed_on: raw.filed_on.into(),
            due_on: raw.due_on.into(),
            name: sealed(raw.name.as_deref(), "name")?,
            stage: parsed(&raw.stage, "stage")?,
            amount: amount.map_err(|_| ReadError::Malformed { column: "amount" })?,
        })
    }
}

/// A page of the claims: those of a stage, all that wait where none is named; of an office where one is named. `limit` is at least 1.
///
/// # Errors
/// [`ReadError`].
pub async fn page(
    db: impl PgExecutor<'_>,
    stage: Option<Stage>,
    office: Option<OfficeCode>,
    after: Option<After>,
    limit: u16,
) -> Result<ClaimPage, ReadError> {
    let limit = usize::from(limit.max(1));
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT reimbursement_id, receipt_number, recipient_id, award_id, filed_on AS "filed_on!: jiff_sqlx::Date",
                  due_on AS "due_on!: jiff_sqlx::Date", name, stage, amount
           FROM reimbursements
           WHERE upper_inf(known) AND (($1::text IS NULL AND open) OR stage = $1)
             AND ($2::text IS NULL OR receiving_office = $2 OR responsible_office = $2)
             AND (due_on, reimbursement_id) > (coalesce($3, '-infinity'::date), $4)
           ORDER BY due_on, reimbursement_id LIMIT $5"#,
        stage.map(Stage::code),
        office.map(|office| office.to_string()),
        after.map(|after| jiff_sqlx::Date::from(after.due_on)) as _,
        after.map_or(Uuid::nil(), |after| after.reimbursement.0),
        i64::try_from(limit + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    let more = raw.len() > limit;
    let rows = raw.into_iter().take(limit).map(ClaimRow::try_from).collect::<Result<Vec<_>, _>>()?;
    let next = rows.last().filter(|_| more).map(|row| After { due_on: row.due_on, reimbursement: row.reimbursement });
    Ok(ClaimPage { rows, next })
}

/// The claims of a recipient, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn of_recipient(db: impl PgExecutor<'_>, recipient: RecipientId) -> Result<Vec<ClaimRow>, ReadError> {
    let raw = sqlx::query_as!(
        Raw,
        r#"SELECT reimbursement_id, receipt_number, recipient_id, award_id, filed_on AS "filed_on!: jiff_sqlx::Date",
                  due_on AS "due_on!: jiff_sqlx::Date", name, stage, amount
           FROM reimbursements WHERE upper_inf(known) AND recipient_id = $1 ORDER BY filed_on DESC, reimbursement_id DESC"#,
        recipient.0,
    )
    .fetch_all(db)
    .await?;
    raw.into_iter().map(ClaimRow::try_from).collect()
}

/// How many wait where; stages without claims are left out.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>, office: Option<OfficeCode>, today: Date) -> Result<Vec<ClaimCount>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT stage, count(*) AS "claims!", count(*) FILTER (WHERE due_on < $2) AS "overdue!",
                  min(changed_at) AS "oldest_since!: jiff_sqlx::Timestamp"
           FROM reimbursements
           WHERE upper_inf(known) AND open AND ($1::text IS NULL OR receiving_office = $1 OR responsible_office = $1)
           GROUP BY stage ORDER BY stage"#,
        office.map(|office| office.to_string()),
        jiff_sqlx::Date::from(today) as _,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (stage, oldest_since) = (parsed(&row.stage, "stage")?, row.oldest_since.into());
            Ok(ClaimCount { stage, claims: row.claims, overdue: row.overdue, oldest_since })
        })
        .collect()
}
