//! The awards that are valid on a day of a period, as they were known at a position: what an impact study decides again.

use events::ids::{ApplicationId, AwardId, RecipientId};
use events::vocabulary::{OfficeCode, PayerNumber, RecipientNumber, Tier, ValidityPeriod, Yen};
use jiff::civil::Date;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::After;
use crate::ReadError;
use crate::reading::parsed;

/// An award in clear, without the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Touching {
    /// The award.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// The application with the inputs of its decision.
    pub application: ApplicationId,
    /// 公費負担者番号.
    pub payer_number: PayerNumber,
    /// 受給者番号.
    pub recipient_number: RecipientNumber,
    /// 管轄事務所.
    pub office: OfficeCode,
    /// 階層区分 in force.
    pub tier: Option<Tier>,
    /// 自己負担上限月額 in force.
    pub monthly_cap: Yen,
    /// 有効期間.
    pub validity: ValidityPeriod,
}

impl Touching {
    /// Its place in the order of lists.
    pub const fn place(&self) -> After {
        After { payer_number: self.payer_number, recipient_number: self.recipient_number, award: self.award }
    }
}

/// A page of them, by payer number, then recipient number. What was annulled was never valid.
///
/// # Errors
/// [`ReadError`].
pub async fn touching(
    db: impl PgExecutor<'_>,
    known: i64,
    period: ValidityPeriod,
    after: Option<After>,
    limit: u16,
) -> Result<Vec<Touching>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT award_id, recipient_id, application_id, payer_number, recipient_number, responsible_office, tier, monthly_cap,
                  lower(valid) AS "first_day!: jiff_sqlx::Date", upper(valid) - 1 AS "last_day!: jiff_sqlx::Date"
           FROM ledger_awards
           WHERE known @> $1::bigint AND valid && daterange($2::date, $3::date, '[]') AND ended IS DISTINCT FROM 'annulled'
             AND (payer_number, recipient_number, award_id) > ($4, $5, $6)
           ORDER BY payer_number, recipient_number, award_id LIMIT $7"#,
        known,
        jiff_sqlx::Date::from(period.start()) as _,
        jiff_sqlx::Date::from(period.end()) as _,
        after.map_or_else(String::new, |after| after.payer_number.to_string()),
        after.map_or_else(String::new, |after| after.recipient_number.to_string()),
        after.map_or(Uuid::nil(), |after| after.award.0),
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Touching {
                award: AwardId(row.award_id),
                recipient: RecipientId(row.recipient_id),
                application: ApplicationId(row.application_id),
                payer_number: parsed(&row.payer_number, "payer_number")?,
                recipient_number: parsed(&row.recipient_number, "recipient_number")?,
                office: parsed(&row.responsible_office, "responsible_office")?,
                tier: row.tier.as_deref().map(|tier| parsed(tier, "tier")).transpose()?,
                monthly_cap: Yen::new(row.monthly_cap).map_err(|_| ReadError::Malformed { column: "monthly_cap" })?,
                validity: ValidityPeriod::new(row.first_day.into(), row.last_day.into())
                    .map_err(|_| ReadError::Malformed { column: "valid" })?,
            })
        })
        .collect()
}

/// How many there are.
///
/// # Errors
/// [`ReadError::Database`].
pub async fn count_touching(db: impl PgExecutor<'_>, known: i64, period: ValidityPeriod) -> Result<i64, ReadError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM ledger_awards
           WHERE known @> $1::bigint AND valid && daterange($2::date, $3::date, '[]') AND ended IS DISTINCT FROM 'annulled'"#,
        known,
        jiff_sqlx::Date::from(period.start()) as _,
        jiff_sqlx::Date::from(period.end()) as _,
    );
    Ok(count.fetch_one(db).await?)
}

/// The application by which somebody is entitled on a day.
///
/// # Errors
/// [`ReadError::Database`].
pub async fn entitled_by(
    db: impl PgExecutor<'_>,
    known: i64,
    recipient: RecipientId,
    day: Date,
) -> Result<Option<ApplicationId>, ReadError> {
    let application = sqlx::query_scalar!(
        "SELECT application_id FROM ledger_awards
         WHERE recipient_id = $2 AND known @> $1::bigint AND valid @> $3::date AND ended IS DISTINCT FROM 'annulled'
         ORDER BY lower(valid) DESC LIMIT 1",
        known,
        recipient.0,
        jiff_sqlx::Date::from(day) as _,
    );
    Ok(application.fetch_optional(db).await?.map(ApplicationId))
}
