//! Questions to the payments.

use events::ids::{PaymentBatchId, RecipientId, ReimbursementId};
use events::payment_batch::TransferFault;
use events::vocabulary::{PersonName, ReceiptNumber};
use events::{HoldsPersonal, Personal, PersonalError, PersonalVisitor};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::Stage;
use crate::ReadError;
use crate::reading::{maybe, parsed, sealed};

/// A claim that is owed something, or that owes.
#[derive(Clone, PartialEq, Debug)]
pub struct DueRow {
    /// The claim.
    pub reimbursement: ReimbursementId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 受給者の氏名.
    pub name: Personal<PersonName>,
    /// 決定日.
    pub decided_on: Date,
    /// Yen, as decided and corrected.
    pub amount: i64,
    /// Yen that were paid.
    pub paid: i64,
    /// Yen in a batch.
    pub planned: i64,
    /// The batch.
    pub batch: Option<PaymentBatchId>,
    /// A correction waits.
    pub correcting: bool,
    /// Another account waits.
    pub account_changing: bool,
    /// Why the last transfer did not arrive.
    pub fault: Option<TransferFault>,
}

impl DueRow {
    /// Yen that no batch pays yet; below zero where something is to be returned.
    pub const fn open(&self) -> i64 {
        self.amount - self.paid - self.planned
    }

    /// Where it stands in the list.
    pub const fn place(&self) -> DuePlace {
        DuePlace { decided_on: self.decided_on, reimbursement: self.reimbursement }
    }
}

/// A place in the list of what is due; written as `2026-12-01_<id of the claim>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DuePlace {
    decided_on: Date,
    reimbursement: ReimbursementId,
}

/// Not a place in the list of what is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("一覧の場所ではありません。")]
pub struct NoPlace;

impl std::fmt::Display for DuePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}", self.decided_on, self.reimbursement)
    }
}

impl std::str::FromStr for DuePlace {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (day, id) = text.split_once('_').ok_or(NoPlace)?;
        let (decided_on, reimbursement) = (day.parse().map_err(|_| NoPlace)?, id.parse().map_err(|_| NoPlace)?);
        Ok(Self { decided_on, reimbursement })
    }
}

impl HoldsPersonal for DueRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("name", &mut self.name)
    }
}

/// Claims that are not settled: open, in a batch, or to be returned; decided first, first; a page of them.
///
/// # Errors
/// [`ReadError`].
pub async fn dues(db: impl PgExecutor<'_>, after: Option<DuePlace>, limit: u16) -> Result<Vec<DueRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT reimbursement, recipient, receipt_number, name, decided_on AS "decided_on!: jiff_sqlx::Date", amount, paid, planned,
                  batch, correcting, account_changing, fault
           FROM payment_dues
           WHERE decided AND (amount <> paid OR planned <> 0) AND ($2::date IS NULL OR (decided_on, reimbursement) > ($2, $3))
           ORDER BY decided_on, reimbursement LIMIT $1"#,
        i64::from(limit),
        after.map(|place| jiff_sqlx::Date::from(place.decided_on)) as _,
        after.map(|place| place.reimbursement.0),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DueRow {
                reimbursement: ReimbursementId(row.reimbursement),
                recipient: RecipientId(row.recipient),
                receipt_number: parsed(&row.receipt_number, "receipt_number")?,
                name: sealed(row.name.as_deref(), "name")?,
                decided_on: row.decided_on.into(),
                amount: row.amount,
                paid: row.paid,
                planned: row.planned,
                batch: row.batch.map(PaymentBatchId),
                correcting: row.correcting,
                account_changing: row.account_changing,
                fault: maybe(row.fault.as_deref(), "fault")?,
            })
        })
        .collect()
}

/// The sums of all decided claims, in yen: `decided + returned = paid + planned + open`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// As decided and corrected.
    pub decided: i64,
    /// Paid.
    pub paid: i64,
    /// In batches.
    pub planned: i64,
    /// In no batch.
    pub open: i64,
    /// Claims with something open.
    pub open_claims: i64,
    /// To be returned.
    pub returned: i64,
    /// Open claims whose last transfer did not arrive.
    pub failed: i64,
}

/// The sums.
///
/// # Errors
/// [`ReadError`].
pub async fn totals(db: impl PgExecutor<'_>) -> Result<Totals, ReadError> {
    let row = sqlx::query!(
        r#"SELECT coalesce(sum(amount), 0)::bigint AS "decided!", coalesce(sum(paid), 0)::bigint AS "paid!",
                  coalesce(sum(planned), 0)::bigint AS "planned!",
                  coalesce(sum(greatest(amount - paid - planned, 0)), 0)::bigint AS "open!",
                  count(*) FILTER (WHERE amount - paid - planned > 0) AS "open_claims!",
                  coalesce(sum(greatest(paid + planned - amount, 0)), 0)::bigint AS "returned!",
                  count(*) FILTER (WHERE fault IS NOT NULL AND amount - paid - planned > 0) AS "failed!"
           FROM payment_dues WHERE decided"#,
    )
    .fetch_one(db)
    .await?;
    Ok(Totals {
        decided: row.decided,
        paid: row.paid,
        planned: row.planned,
        open: row.open,
        open_claims: row.open_claims,
        returned: row.returned,
        failed: row.failed,
    })
}

/// How many claims wait for a decision on another account.
///
/// # Errors
/// [`ReadError`].
pub async fn changing_accounts(db: impl PgExecutor<'_>) -> Result<i64, ReadError> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM payment_dues WHERE account_changing"#);
    Ok(count.fetch_one(db).await?)
}

/// One batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchRow {
    /// The batch.
    pub batch: PaymentBatchId,
    /// Fiscal year of 令和.
    pub year: i32,
    /// Number in the year.
    pub serial: i32,
    /// Where it stands.
    pub stage: Stage,
    /// 振込予定日.
    pub pay_on: Date,
    /// Lines.
    pub lines: i32,
    /// Of these, with a result.
    pub answered: i32,
    /// Yen of all lines.
    pub total: i64,
    /// Yen that were paid.
    pub paid: i64,
    /// Yen that came back.
    pub rejected: i64,
    /// 作成日.
    pub drawn_on: Date,
    /// 引渡日.
    pub delivered_on: Option<Date>,
}

/// The batches, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn all(db: impl PgExecutor<'_>, limit: u16) -> Result<Vec<BatchRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT batch, year, serial, stage, pay_on AS "pay_on!: jiff_sqlx::Date", lines, answered, total, paid, rejected,
                  drawn_on AS "drawn_on!: jiff_sqlx::Date", delivered_on AS "delivered_on: jiff_sqlx::Date"
           FROM payment_batches ORDER BY year DESC, serial DESC LIMIT $1"#,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(BatchRow {
                batch: PaymentBatchId(row.batch),
                year: row.year,
                serial: row.serial,
                stage: parsed(&row.stage, "stage")?,
                pay_on: row.pay_on.into(),
                lines: row.lines,
                answered: row.answered,
                total: row.total,
                paid: row.paid,
                rejected: row.rejected,
                drawn_on: row.drawn_on.into(),
                delivered_on: row.delivered_on.map(Into::into),
            })
        })
        .collect()
}

/// How many batches stand where.
///
/// # Errors
/// [`ReadError`].
pub async fn counts(db: impl PgExecutor<'_>) -> Result<Vec<(Stage, i64)>, ReadError> {
    let rows = sqlx::query!(r#"SELECT stage, count(*) AS "batches!" FROM payment_batches GROUP BY stage ORDER BY stage"#);
    let rows = rows.fetch_all(db).await?;
    rows.into_iter().map(|row| Ok((parsed(&row.stage, "stage")?, row.batches))).collect()
}

/// One line of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineRow {
    /// Its number.
    pub line: i32,
    /// The claim.
    pub reimbursement: ReimbursementId,
    /// Yen.
    pub amount: i64,
    /// 振込日.
    pub paid_on: Option<Date>,
    /// Why it was not paid.
    pub fault: Option<TransferFault>,
}

/// The lines of a batch.
///
/// # Errors
/// [`ReadError`].
pub async fn lines(db: impl PgExecutor<'_>, batch: PaymentBatchId) -> Result<Vec<LineRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT line, reimbursement, amount, paid_on AS "paid_on: jiff_sqlx::Date", fault
           FROM payment_lines WHERE batch = $1 ORDER BY line"#,
        batch.0,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LineRow {
                line: row.line,
                reimbursement: ReimbursementId(row.reimbursement),
                amount: row.amount,
                paid_on: row.paid_on.map(Into::into),
                fault: maybe(row.fault.as_deref(), "fault")?,
            })
        })
        .collect()
}

/// A payment that arrived.
#[derive(Clone, PartialEq, Debug)]
pub struct PaidRow {
    /// The claim.
    pub reimbursement: ReimbursementId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 受給者の氏名.
    pub name: Personal<PersonName>,
    /// 一覧番号: year and number.
    pub batch: (PaymentBatchId, i32, i32),
    /// Yen.
    pub amount: i64,
    /// 振込日.
    pub paid_on: Date,
}

impl HoldsPersonal for PaidRow {
    fn visit_personal<V: PersonalVisitor>(&mut self, visitor: &mut V) -> Result<(), PersonalError> {
        visitor.field("name", &mut self.name)
    }
}

struct RawPaid {
    reimbursement: Uuid,
    recipient: Uuid,
    receipt_number: String,
    name: Option<String>,
    batch: Uuid,
    year: i32,
    serial: i32,
    amount: i64,
    paid_on: jiff_sqlx::Date,
}

/// What was paid from one day to another, both included, by day and receipt number.
///
/// # Errors
/// [`ReadError`].
pub async fn paid_between(db: impl PgExecutor<'_>, from: Date, until: Date, limit: u16) -> Result<Vec<PaidRow>, ReadError> {
    let rows = sqlx::query_as!(
        RawPaid,
        r#"SELECT l.reimbursement, l.recipient, l.receipt_number, d.name, l.batch, b.year, b.serial, l.amount,
                  l.paid_on AS "paid_on!: jiff_sqlx::Date"
           FROM payment_lines AS l JOIN payment_batches AS b USING (batch) JOIN payment_dues AS d USING (reimbursement)
           WHERE l.paid_on BETWEEN $1 AND $2 ORDER BY l.paid_on, l.receipt_number, l.payment LIMIT $3"#,
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PaidRow {
                reimbursement: ReimbursementId(row.reimbursement),
                recipient: RecipientId(row.recipient),
                receipt_number: parsed(&row.receipt_number, "receipt_number")?,
                name: sealed(row.name.as_deref(), "name")?,
                batch: (PaymentBatchId(row.batch), row.year, row.serial),
                amount: row.amount,
                paid_on: row.paid_on.into(),
            })
        })
        .collect()
}
