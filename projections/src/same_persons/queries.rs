//! Questions to the rows of one person.

use events::ids::RecipientId;
use sqlx::PgExecutor;

use crate::ReadError;

/// Two rows of one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// The row that nothing new begins from.
    pub recipient: RecipientId,
    /// The row that goes on.
    pub with: RecipientId,
}

/// The links of a recipient, to it and from it, as they were known at a position or are now.
///
/// # Errors
/// [`ReadError`].
pub async fn of(db: impl PgExecutor<'_>, recipient: RecipientId, known: Option<i64>) -> Result<Vec<Link>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT recipient_id, with_id AS "with_id!" FROM same_persons
           WHERE known @> $2::bigint AND with_id IS NOT NULL AND (recipient_id = $1 OR with_id = $1) ORDER BY recipient_id"#,
        recipient.0,
        known.unwrap_or(i64::MAX - 1),
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| Link { recipient: RecipientId(row.recipient_id), with: RecipientId(row.with_id) }).collect())
}
