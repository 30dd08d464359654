//! What was paid to families, by the month in which the payment was decided. A correction counts in the month in which it was decided itself, so
//! that the months add up to what left the prefecture.

use events::vocabulary::OfficeCode;
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;

/// A month of decisions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PaidMonth {
    /// Its first day.
    pub month: Date,
    /// Claims decided to be paid.
    pub claims: i64,
    /// Different recipients of these.
    pub recipients: i64,
    /// 支給額, yen, corrections included.
    pub paid: i64,
    /// Of these, corrections of earlier payments; below zero where families give back.
    pub corrected: i64,
}

/// The months of payment decisions from a day to another, of an office where one is named; months without one are left out.
///
/// # Errors
/// [`ReadError`].
pub async fn paid_by_month(
    db: impl PgExecutor<'_>,
    (from, until): (Date, Date),
    office: Option<OfficeCode>,
) -> Result<Vec<PaidMonth>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT date_trunc('month', day)::date AS "month!: jiff_sqlx::Date", count(*) FILTER (WHERE decided) AS "claims!",
                  count(DISTINCT recipient_id) FILTER (WHERE decided) AS "recipients!", coalesce(sum(yen), 0)::bigint AS "paid!",
                  coalesce(sum(yen) FILTER (WHERE NOT decided), 0)::bigint AS "corrected!"
           FROM (SELECT recipient_id, responsible_office, stage, change, change = 'reimbursement.decided' AS decided,
                        (changed_at AT TIME ZONE 'Asia/Tokyo')::date AS day,
                        CASE change WHEN 'reimbursement.corrected'
                             THEN amount - lag(amount) OVER (PARTITION BY reimbursement_id ORDER BY lower(known)) ELSE amount END AS yen
                 FROM reimbursements) AS r
           WHERE (change = 'reimbursement.corrected' OR (decided AND stage = 'paid')) AND day BETWEEN $1 AND $2
             AND ($3::text IS NULL OR responsible_office = $3)
           GROUP BY 1 ORDER BY 1"#,
        jiff_sqlx::Date::from(from) as _,
        jiff_sqlx::Date::from(until) as _,
        office.map(|office| office.to_string()),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PaidMonth {
            month: row.month.into(),
            claims: row.claims,
            recipients: row.recipients,
            paid: row.paid,
            corrected: row.corrected,
        })
        .collect())
}
