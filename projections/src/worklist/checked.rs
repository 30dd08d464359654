//! Open cases by who took them up: what an account that ends leaves behind.

use events::ids::{ApplicationId, StaffId};
use sqlx::PgExecutor;

use crate::ReadError;

/// The most that are told at once.
const MOST: i64 = 500;

/// An open case that somebody took up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    /// The case.
    pub application: ApplicationId,
    /// 受付番号.
    pub receipt_number: String,
    /// Who took it up.
    pub checker: StaffId,
}

/// Open cases that some accounts took up, those due first.
///
/// # Errors
/// [`ReadError`].
pub async fn checked_by(db: impl PgExecutor<'_>, checkers: &[StaffId]) -> Result<Vec<Checked>, ReadError> {
    let checkers: Vec<_> = checkers.iter().map(|checker| checker.0).collect();
    let rows = sqlx::query!(
        r#"SELECT s.application_id, c.receipt_number, s.checker AS "checker!"
           FROM worklist_steps AS s JOIN worklist_cases AS c ON c.application_id = s.application_id AND upper_inf(c.known)
           WHERE s.waits_in IS NOT NULL AND s.checker = ANY($1) ORDER BY s.due_on, s.application_id LIMIT $2"#,
        &checkers,
        MOST
    )
    .fetch_all(db)
    .await?;
    let read = rows.into_iter().map(|row| Checked {
        application: ApplicationId(row.application_id),
        receipt_number: row.receipt_number,
        checker: StaffId(row.checker),
    });
    Ok(read.collect())
}
