//! Questions to the tax data.

use events::ids::{ApplicationId, AwardId, CampaignId, RecipientId};
use events::vocabulary::{CapChange, OfficeCode, TaxReview, Tier, Yen};
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::{maybe, parsed};

/// How many change in one way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tally {
    /// What changes.
    pub change: CapChange,
    /// Households.
    pub households: i64,
    /// Those that nobody looked at.
    pub waiting: i64,
}

/// Which households.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaxFilter {
    /// The campaign.
    pub campaign: CampaignId,
    /// Only these.
    pub change: Option<CapChange>,
    /// Only those that were looked at, or were not.
    pub reviewed: Option<bool>,
    /// Only those of this office.
    pub office: Option<OfficeCode>,
}

/// A household whose tier was judged anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaxRow {
    /// 受給者.
    pub recipient: RecipientId,
    /// The award that ends.
    pub award: AwardId,
    /// What changes.
    pub change: CapChange,
    /// Tier and cap of the award.
    pub before: (Option<Tier>, Option<Yen>),
    /// Those of the renewal.
    pub after: (Option<Tier>, Option<Yen>),
    /// What somebody made of it.
    pub review: Option<TaxReview>,
    /// A renewal that was received and is not decided.
    pub open_case: Option<ApplicationId>,
    /// The renewal is decided.
    pub decided: bool,
}

/// How many households change in which way.
///
/// # Errors
/// [`ReadError`].
pub async fn tally(db: impl PgExecutor<'_>, campaign: CampaignId, office: Option<OfficeCode>) -> Result<Vec<Tally>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT change, count(*) AS "households!", count(*) FILTER (WHERE review IS NULL) AS "waiting!"
           FROM tax_data WHERE campaign = $1 AND ($2::text IS NULL OR office = $2) GROUP BY change"#,
        campaign.0,
        office.map(|office| office.to_string()),
    )
    .fetch_all(db)
    .await?;
    let tally = |change: &str, households, waiting| Ok(Tally { change: parsed(change, "change")?, households, waiting });
    rows.into_iter().map(|row| tally(&row.change, row.households, row.waiting)).collect()
}

/// Households, by recipient, after one. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn page(db: impl PgExecutor<'_>, filter: TaxFilter, after: RecipientId, limit: u16) -> Result<Vec<TaxRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT t.recipient, t.award, t.change, t.old_tier, t.old_cap, t.new_tier, t.new_cap, t.review,
                  (SELECT s.application_id FROM worklist_steps AS s
                   JOIN worklist_cases AS w ON w.application_id = s.application_id AND upper_inf(w.known)
                   WHERE s.recipient_id = t.recipient AND upper_inf(s.known) AND w.kind = 'renewal'
                     AND s.stage NOT IN ('approved', 'refused', 'withdrawn') ORDER BY s.application_id LIMIT 1) AS open_case,
                  EXISTS (SELECT 1 FROM ledger_awards AS a JOIN campaigns AS c ON c.campaign = t.campaign
                          WHERE a.recipient_id = t.recipient AND upper_inf(a.known) AND NOT isempty(a.valid)
                            AND upper(a.valid) - 1 > c.last_day) AS "decided!"
           FROM tax_data AS t
           WHERE t.campaign = $1 AND t.recipient > $2 AND ($3::text IS NULL OR t.change = $3)
             AND ($4::bool IS NULL OR (t.review IS NOT NULL) = $4) AND ($5::text IS NULL OR t.office = $5)
           ORDER BY t.recipient LIMIT $6"#,
        filter.campaign.0,
        after.0,
        filter.change.map(CapChange::code),
        filter.reviewed,
        filter.office.map(|office| office.to_string()),
        i64::from(limit),
    )
    .fetch_all(db)
    .await?;
    let yen = |amount: Option<i64>| {
        amount.map(|amount| Yen::new(amount).map_err(|_| ReadError::Malformed { column: "cap" })).transpose()
    };
    rows.into_iter()
        .map(|row| {
            Ok(TaxRow {
                recipient: RecipientId(row.recipient),
                award: AwardId(row.award),
                change: parsed(&row.change, "change")?,
                before: (maybe(row.old_tier.as_deref(), "old_tier")?, yen(row.old_cap)?),
                after: (maybe(row.new_tier.as_deref(), "new_tier")?, yen(row.new_cap)?),
                review: maybe(row.review.as_deref(), "review")?,
                open_case: row.open_case.map(ApplicationId),
                decided: row.decided,
            })
        })
        .collect()
}
