//! Questions to the uses.

use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;

/// A day on which the seal was used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UseRow {
    /// 使用日.
    pub used_on: Date,
    /// 版.
    pub version: i32,
    /// How many documents.
    pub count: i64,
}

/// Days with their counts, the newest first. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn by_day(db: impl PgExecutor<'_>, limit: i64) -> Result<Vec<UseRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT used_on AS "used_on!: jiff_sqlx::Date", version, count(*) AS "count!"
           FROM seal_uses GROUP BY used_on, version ORDER BY used_on DESC, version DESC LIMIT $1"#,
        limit
    );
    let rows = rows.fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| UseRow { used_on: row.used_on.into(), version: row.version, count: row.count }).collect())
}
