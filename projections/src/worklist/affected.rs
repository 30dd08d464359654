//! Open cases that a change of diseases, municipalities or offices concerns.

use events::ids::ApplicationId;
use sqlx::PgExecutor;

use crate::ReadError;
use crate::ledger::Affecting;

/// How many open cases a change concerns, and the first of them by receipt number. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn affected(
    db: impl PgExecutor<'_>,
    affecting: &Affecting,
    limit: u16,
) -> Result<(i64, Vec<ApplicationId>), ReadError> {
    let (diseases, municipalities, offices) = affecting.texts();
    let rows = sqlx::query!(
        r#"SELECT c.application_id, count(*) OVER () AS "total!"
           FROM worklist_cases AS c
           JOIN worklist_steps AS s ON s.application_id = c.application_id AND upper_inf(s.known)
           WHERE upper_inf(c.known) AND s.stage NOT IN ('approved', 'refused', 'withdrawn')
             AND (c.diseases && $1 OR c.municipality = ANY($2) OR c.responsible_office = ANY($3))
           ORDER BY c.receipt_number, c.application_id LIMIT $4"#,
        &diseases,
        &municipalities,
        &offices,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((total, rows.into_iter().map(|row| ApplicationId(row.application_id)).collect()))
}
