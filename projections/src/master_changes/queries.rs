//! Questions to the proposals.

use events::codes;
use events::ids::{MasterChangeId, StaffId};
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::reading::parsed;

codes! {
    /// How a proposal stands.
    Stage, UnknownStage, "not a stage of a proposal to change the masters" {
        /// 承認待ち.
        Waiting = "waiting", "承認待ち";
        /// 差戻し.
        Returned = "returned", "差戻し";
        /// 取下げ.
        Withdrawn = "withdrawn", "取下げ";
        /// 承認済.
        Approved = "approved", "承認済";
    }
}

/// One proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MasterChangeRow {
    /// The proposal.
    pub change: MasterChangeId,
    /// How it stands.
    pub stage: Stage,
    /// The tables of its rows.
    pub tables: Vec<String>,
    /// `table/key` of its rows, up to a hundred.
    pub keys: Vec<String>,
    /// How many rows it has.
    pub rows: i32,
    /// The first day on which one of them counts.
    pub first_day: Date,
    /// When it was written last.
    pub proposed_on: Date,
    /// By whom.
    pub proposed_by: StaffId,
}

/// The newest proposals, those that wait first; of a table, only those that are not at their end. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn newest(db: impl PgExecutor<'_>, table: Option<&str>, limit: u16) -> Result<Vec<MasterChangeRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT change, stage, tables, keys, rows, first_day AS "first_day!: jiff_sqlx::Date",
                  proposed_on AS "proposed_on!: jiff_sqlx::Date", proposed_by
           FROM master_changes WHERE $1::text IS NULL OR ($1 = ANY(tables) AND stage IN ('waiting', 'returned'))
           ORDER BY stage IN ('waiting', 'returned') DESC, position DESC LIMIT $2"#,
        table,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(MasterChangeRow {
                change: MasterChangeId(row.change),
                stage: parsed(&row.stage, "stage")?,
                tables: row.tables,
                keys: row.keys,
                rows: row.rows,
                first_day: row.first_day.into(),
                proposed_on: row.proposed_on.into(),
                proposed_by: StaffId(row.proposed_by),
            })
        })
        .collect()
}

/// How many wait for a second person.
///
/// # Errors
/// [`ReadError`].
pub async fn waiting(db: impl PgExecutor<'_>) -> Result<i64, ReadError> {
    let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM master_changes WHERE stage = 'waiting'"#).fetch_one(db);
    Ok(count.await?)
}
