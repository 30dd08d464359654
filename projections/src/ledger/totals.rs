//! The ledger in figures, and where it changed: for the whole prefecture at any moment.

use events::vocabulary::{OfficeCode, Tier, Yen};
use sqlx::PgExecutor;

use super::AsOf;
use crate::reading::parsed;
use crate::{Around, ReadError};

/// Awards of one office in one tier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TierTotal {
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 階層区分; none where the award needs none.
    pub tier: Option<Tier>,
    /// 受給者.
    pub recipients: i64,
    /// 支給認定.
    pub awards: i64,
    /// Sum of the monthly caps.
    pub monthly_caps: Yen,
}

/// How many recipients and awards each office has in each tier. Reads everything that was known then, once.
///
/// # Errors
/// [`ReadError`].
pub async fn totals(db: impl PgExecutor<'_>, as_of: AsOf, office: Option<OfficeCode>) -> Result<Vec<TierTotal>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT responsible_office, tier, count(DISTINCT recipient_id) AS "recipients!", count(*) AS "awards!",
                  sum(monthly_cap)::bigint AS "monthly_caps!"
           FROM ledger_awards
           WHERE known @> $1::bigint AND ($2::date IS NULL OR (valid @> $2 AND ended IS DISTINCT FROM 'annulled')) AND ($3::text IS NULL OR responsible_office = $3)
           GROUP BY responsible_office, tier ORDER BY responsible_office, tier NULLS LAST"#,
        as_of.position(),
        as_of.day() as _,
        office.map(|office| office.to_string()),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TierTotal {
                office: parsed(&row.responsible_office, "responsible_office")?,
                tier: row.tier.as_deref().map(|tier| parsed(tier, "tier")).transpose()?,
                recipients: row.recipients,
                awards: row.awards,
                monthly_caps: Yen::new(row.monthly_caps).map_err(|_| ReadError::Malformed { column: "monthly_cap" })?,
            })
        })
        .collect()
}

/// The changes of awards around a position; around the end of the log where none.
///
/// # Errors
/// [`ReadError::Database`].
pub async fn around(db: impl PgExecutor<'_>, known: Option<i64>) -> Result<Around, ReadError> {
    let row = sqlx::query!(
        r#"WITH shown AS (SELECT max(lower(known)) AS position FROM ledger_awards WHERE lower(known) <= $1)
           SELECT shown.position AS shown,
                  (SELECT max(lower(known)) FROM ledger_awards WHERE lower(known) < shown.position) AS before,
                  (SELECT min(lower(known)) FROM ledger_awards WHERE lower(known) > $1) AS after
           FROM shown"#,
        known.unwrap_or(i64::MAX),
    )
    .fetch_one(db)
    .await?;
    Ok(Around { shown: row.shown, before: row.before, after: row.after })
}
