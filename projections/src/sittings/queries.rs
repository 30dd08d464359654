//! Questions to the calendar of the review board.

use events::ids::SittingId;
use jiff::civil::Date;
use sqlx::PgExecutor;

use super::{Minutes, State};
use crate::ReadError;
use crate::reading::parsed;

/// One sitting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SittingRow {
    /// The sitting.
    pub sitting: SittingId,
    /// 開催日.
    pub held_on: Date,
    /// 締切日.
    pub cut_off_on: Date,
    /// 会場.
    pub venue: String,
    /// How far it has come.
    pub state: State,
    /// Cases on the agenda.
    pub cases: i32,
    /// Of these, heard.
    pub heard: i32,
    /// How far the minutes have come.
    pub minutes: Minutes,
}

/// Sittings, the latest first. `limit` is the most that are told.
///
/// # Errors
/// [`ReadError`].
pub async fn calendar(db: impl PgExecutor<'_>, limit: u16) -> Result<Vec<SittingRow>, ReadError> {
    let rows = sqlx::query!(
        r#"SELECT sitting, held_on AS "held_on!: jiff_sqlx::Date", cut_off_on AS "cut_off_on!: jiff_sqlx::Date", venue, state, cases, heard, minutes
           FROM sittings ORDER BY held_on DESC, sitting DESC LIMIT $1"#,
        i64::from(limit)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SittingRow {
                sitting: SittingId(row.sitting),
                held_on: row.held_on.into(),
                cut_off_on: row.cut_off_on.into(),
                venue: row.venue,
                state: parsed(&row.state, "state")?,
                cases: row.cases,
                heard: row.heard,
                minutes: parsed(&row.minutes, "minutes")?,
            })
        })
        .collect()
}
