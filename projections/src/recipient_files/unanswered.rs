//! Lines that an organisation did not take and that no later file told again.

use events::ids::RecipientFileId;
use jiff::civil::Date;
use sqlx::PgExecutor;

use crate::ReadError;

/// A delivered file with lines that wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unanswered {
    /// The file.
    pub file: RecipientFileId,
    /// 提出日.
    pub delivered_on: Date,
    /// Lines that wait.
    pub lines: i64,
}

/// The delivered files with rejected lines whose award stands in no later delivered file of the same organisation.
///
/// # Errors
/// [`ReadError`].
pub async fn unanswered(db: impl PgExecutor<'_>) -> Result<Vec<Unanswered>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT f.file, f.delivered_on AS "delivered_on!: jiff_sqlx::Date", count(*) AS "lines!"
           FROM recipient_files AS f JOIN recipient_file_items AS i ON i.file = f.file AND i.line = ANY(f.rejected)
           WHERE f.delivered_on IS NOT NULL AND cardinality(f.rejected) > 0
             AND NOT EXISTS (
                 SELECT FROM recipient_file_items AS again JOIN recipient_files AS later ON later.file = again.file
                 WHERE again.award = i.award AND later.body = f.body AND later.serial > f.serial AND later.delivered_on IS NOT NULL)
           GROUP BY f.file, f.delivered_on ORDER BY 2, 1"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Unanswered { file: RecipientFileId(row.file), delivered_on: row.delivered_on.into(), lines: row.lines })
        .collect())
}
