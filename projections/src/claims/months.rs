//! What the months of a recipient cost.

use events::ids::RecipientId;
use events::vocabulary::Yen;
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;

/// A month of a recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MonthRow {
    /// Its first day.
    pub month: Date,
    /// 医療費総額 of its claims that count, of imports that stand; none where there are none.
    pub claimed: Option<Yen>,
    /// As staff keyed it in from the sheet; none where nobody did.
    pub entered: Option<Yen>,
}

impl MonthRow {
    /// What the month cost: what was keyed in from the sheet, else the claims.
    pub fn total(&self) -> Option<Yen> {
        self.entered.or(self.claimed)
    }
}

/// The months of a recipient of which something is known, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn months(db: impl PgExecutor<'_>, recipient: RecipientId, from: Date) -> Result<Vec<MonthRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT coalesce(c.month, s.month) AS "month!: jiff_sqlx::Date", c.claimed, s.total AS "entered?"
           FROM (SELECT month, sum(total)::bigint AS claimed FROM claim_rows
                 WHERE recipient = $1 AND counts AND month >= $2
                   AND import NOT IN (SELECT import FROM claim_imports WHERE taken_back_on IS NOT NULL) GROUP BY month) AS c
           FULL JOIN (SELECT month, total FROM cap_sheet_months
                      WHERE recipient = $1 AND total IS NOT NULL AND month >= $2) AS s ON s.month = c.month
           ORDER BY 1 DESC"#,
        recipient.0,
        jiff_sqlx::Date::from(from) as _,
    )
    .fetch_all(db)
    .await?;
    let yen = |amount: Option<i64>| amount.map(Yen::new).transpose().map_err(|_| ReadError::Malformed { column: "total" });
    rows.into_iter()
        .map(|row| Ok(MonthRow { month: row.month.into(), claimed: yen(row.claimed)?, entered: yen(row.entered)? }))
        .collect()
}
