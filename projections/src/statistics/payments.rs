//! 支払: reimbursements (療養費) that were decided, one by one.
//!
//! # Adding a kind of payment
//! Its rows here beside [`payments`], with the day of the decision and the yen; its column on the page of payments.

use events::ids::ReimbursementId;
use events::vocabulary::{OfficeCode, ReceiptNumber, Yen};
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::parsed;

/// A claim that was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Payment {
    /// The claim.
    pub reimbursement: ReimbursementId,
    /// 受付番号.
    pub receipt_number: ReceiptNumber,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// The day on which the decision was recorded, in Japan.
    pub decided_on: Date,
    /// 支給; otherwise 不支給.
    pub paid: bool,
    /// 支給額.
    pub amount: Yen,
}

/// The claims decided in a period, as they were known at a position, in the order of their days.
///
/// # Errors
/// [`ReadError`].
pub async fn payments(
    db: impl PgExecutor<'_>,
    known: i64,
    (from, until): (Date, Date),
    office: Option<OfficeCode>,
) -> Result<Vec<Payment>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT reimbursement_id AS "reimbursement_id!", receipt_number AS "receipt_number!", responsible_office AS "responsible_office!",
                  decided_on AS "decided_on!: jiff_sqlx::Date", stage = 'paid' AS "paid!", coalesce(amount, 0) AS "amount!"
           FROM (SELECT DISTINCT ON (reimbursement_id) reimbursement_id, receipt_number, responsible_office, stage, amount,
                        (changed_at AT TIME ZONE 'Asia/Tokyo')::date AS decided_on
                 FROM reimbursements WHERE stage IN ('paid', 'refused') AND lower(known) <= $1
                 ORDER BY reimbursement_id, lower(known)) AS d
           WHERE decided_on BETWEEN $2 AND $3 AND ($4::text IS NULL OR responsible_office = $4)
           ORDER BY decided_on, reimbursement_id"#,
        known,
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
        office.map(|office| office.to_string()),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Payment {
                reimbursement: ReimbursementId(row.reimbursement_id),
                receipt_number: parsed(&row.receipt_number, "receipt_number")?,
                office: parsed(&row.responsible_office, "responsible_office")?,
                decided_on: row.decided_on.into(),
                paid: row.paid,
                amount: Yen::new(row.amount).map_err(|_| ReadError::Malformed { column: "amount" })?,
            })
        })
        .collect()
}
