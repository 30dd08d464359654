//! Questions to the list of claims.

use events::ids::{AwardId, RecipientId, ReimbursementId};
use events::vocabulary::{OfficeCode, PersonName, ReceiptNumber, Yen};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::Stage;
use crate::ReadError;
use crate::due_list::{After, Page, bound, one_more};
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
) -> Result<Page<ClaimRow>, ReadError> {
    let limit = usize::from(limit.max(1));
    let (due_after, id_after) = bound(after);
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
        due_after as _,
        id_after,
        one_more(limit),
    )
    .fetch_all(db)
    .await?;
    Page::of(raw, limit, |row: &ClaimRow| Some(After { due_on: row.due_on, id: row.reimbursement.0 }))
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

/// What was paid to these recipients: the claims with their awards.
///
/// # Errors
/// [`ReadError`].
pub async fn paid_to(db: impl PgExecutor<'_>, recipients: &[RecipientId]) -> Result<Vec<(ReimbursementId, AwardId)>, ReadError> {
    let ids: Vec<Uuid> = recipients.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT reimbursement_id, award_id FROM reimbursements WHERE upper_inf(known) AND recipient_id = ANY($1) AND stage = 'paid'",
        &ids,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (ReimbursementId(row.reimbursement_id), AwardId(row.award_id))).collect())
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
