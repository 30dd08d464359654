//! Questions to the proposals.

use events::StaffRole;
use events::ids::{ApplicationId, ProposalId, StaffId};
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

/// A case in which deputies acted and the posts have not looked it over (後閲).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unseen {
    /// The case.
    pub application: ApplicationId,
    /// The proposal it stands or stood on.
    pub proposal: ProposalId,
    /// Posts that have not looked.
    pub posts: Vec<StaffRole>,
    /// Who acted in their place, in the same order.
    pub deputies: Vec<StaffId>,
    /// Day on which the first of them acted.
    pub since: Date,
}

/// What waits for later inspection (後閲), of one post or of all, the oldest first, and how many there are in all. `limit` is the most that are
/// told.
///
/// # Errors
/// [`ReadError`].
pub async fn unseen(db: impl PgExecutor<'_>, post: Option<StaffRole>, limit: u16) -> Result<(Vec<Unseen>, i64), ReadError> {
    let rows = sqlx::query!(
        r#"SELECT application_id, proposal, unseen, deputies, stood_in_on AS "stood_in_on!: jiff_sqlx::Date", count(*) OVER () AS "all!"
           FROM proposals WHERE stood_in_on IS NOT NULL AND ($1::text IS NULL OR $1 = ANY(unseen))
           ORDER BY stood_in_on, application_id LIMIT $2"#,
        post.map(StaffRole::code),
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    let all = rows.first().map_or(0, |row| row.all);
    let rows = rows.into_iter().map(|row| {
        Ok(Unseen {
            application: ApplicationId(row.application_id),
            proposal: ProposalId(row.proposal),
            posts: each(&row.unseen, "unseen")?,
            deputies: row.deputies.into_iter().map(StaffId).collect(),
            since: row.stood_in_on.into(),
        })
    });
    Ok((rows.collect::<Result<_, ReadError>>()?, all))
}
