//! Questions to the proposals.

use events::StaffRole;
use events::ids::{ApplicationId, ProposalId};
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::each;

/// One proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposalRow {
    /// The proposal.
    pub proposal: ProposalId,
    /// Fiscal year of 令和.
    pub year: i16,
    /// 起案番号.
    pub serial: i32,
    /// 起案日.
    pub proposed_on: Date,
    /// Cases on it.
    pub cases: i64,
    /// Of these, to be refused.
    pub refusals: i64,
    /// Of these, not decided and not sent back.
    pub open: i64,
    /// Whose turn it is with those that are open.
    pub waits_for: Vec<StaffRole>,
}

/// The newest proposals; those with something open first. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn newest(db: impl PgExecutor<'_>, limit: u16) -> Result<Vec<ProposalRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT proposal, min(year) AS "year!", min(serial) AS "serial!", min(proposed_on) AS "proposed_on!: jiff_sqlx::Date",
                  count(*) AS "cases!", count(ground) AS "refusals!", count(*) FILTER (WHERE state = 'open') AS "open!",
                  coalesce(array_agg(DISTINCT route[done + 1]) FILTER (WHERE state = 'open'), '{}') AS "waits_for!: Vec<String>"
           FROM proposals GROUP BY proposal
           ORDER BY count(*) FILTER (WHERE state = 'open') > 0 DESC, min(proposed_on) DESC, min(serial) DESC LIMIT $1"#,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ProposalRow {
                proposal: ProposalId(row.proposal),
                year: row.year,
                serial: row.serial,
                proposed_on: row.proposed_on.into(),
                cases: row.cases,
                refusals: row.refusals,
                open: row.open,
                waits_for: each(&row.waits_for, "route")?,
            })
        })
        .collect()
}

/// 起案日 and the cases that stand on a proposal; none where no case does.
///
/// # Errors
/// [`ReadError`].
pub async fn on(db: impl PgExecutor<'_>, proposal: ProposalId) -> Result<Option<(Date, Vec<ApplicationId>)>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT application_id, proposed_on AS "proposed_on!: jiff_sqlx::Date"
           FROM proposals WHERE proposal = $1 ORDER BY application_id"#,
        proposal.0
    )
    .fetch_all(db)
    .await?;
    let first = rows.first().map(|row| row.proposed_on.into());
    Ok(first.map(|day| (day, rows.into_iter().map(|row| ApplicationId(row.application_id)).collect())))
}
