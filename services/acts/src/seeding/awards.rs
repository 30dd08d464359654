//! The awards that the seeding has made so far, for what comes after a decision.

use events::Log;
use events::ids::AwardId;
use sqlx::Row as _;

use crate::{ActError, Acts, Starting};

/// Every award that counts, of those that no other took the place of; of the oldest only, where it is said how many are looked at.
pub(super) async fn standing(acts: &Acts, most: Option<i64>) -> Result<Vec<Starting>, ActError> {
    let rows =
        sqlx::query("SELECT stream_id FROM es.streams WHERE log = $1 AND stream_type = 'award' ORDER BY stream_id LIMIT $2")
            .bind(Log::Casework.number())
            .bind(most)
            .fetch_all(acts.pool())
            .await?;
    let mut awards = Vec::with_capacity(rows.len());
    for row in rows {
        let starting = acts.starting(AwardId(row.try_get(0)?)).await?;
        if starting.standing.replaced_by.is_none() && !starting.standing.annulled {
            awards.push(starting);
        }
    }
    Ok(awards)
}
