//! Verifications that were asked for or made: kept beside the log, so that screens can say when everything was last looked at.

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, Row as _};
use uuid::Uuid;

use crate::read::ReadError;

/// How far a verification is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VerificationState {
    /// Asked for; a worker takes it on.
    Requested,
    /// At work.
    Running,
    /// Finished, with a report.
    Finished,
    /// Stopped by somebody.
    Stopped,
    /// Given up: the database did not answer, or the worker died.
    Failed,
}

impl VerificationState {
    const ALL: [Self; 5] = [Self::Requested, Self::Running, Self::Finished, Self::Stopped, Self::Failed];

    /// As the table holds it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }

    /// Whether it goes on.
    pub const fn is_at_work(self) -> bool {
        matches!(self, Self::Requested | Self::Running)
    }
}

/// One verification.
#[derive(Clone, PartialEq, Debug)]
pub struct KeptVerification {
    /// Its id.
    pub id: Uuid,
    /// When it was asked for, or entered from the command line.
    pub requested_at: Timestamp,
    /// Who asked; none: the command line.
    pub requested_by: Option<Uuid>,
    /// How far it is.
    pub state: VerificationState,
    /// When it last moved.
    pub updated_at: Timestamp,
    /// JSON of how far it is.
    pub progress: Option<String>,
    /// 0 whole, else the lowest code found.
    pub exit_code: Option<i16>,
    /// JSON of what was found.
    pub report: Option<String>,
}

fn kept(row: &PgRow) -> Result<KeptVerification, sqlx::Error> {
    let state: String = row.try_get(3)?;
    let unknown = || sqlx::Error::Decode("not a state of a verification".into());
    Ok(KeptVerification {
        id: row.try_get(0)?,
        requested_at: row.try_get::<jiff_sqlx::Timestamp, _>(1)?.to_jiff(),
        requested_by: row.try_get(2)?,
        state: VerificationState::ALL.into_iter().find(|one| one.code() == state).ok_or_else(unknown)?,
        updated_at: row.try_get::<jiff_sqlx::Timestamp, _>(4)?.to_jiff(),
        progress: row.try_get(5)?,
        exit_code: row.try_get(6)?,
        report: row.try_get(7)?,
    })
}

/// The newest verifications, the newest first.
///
/// # Errors
/// [`ReadError`].
pub async fn verifications(db: impl PgExecutor<'_>, limit: i64) -> Result<Vec<KeptVerification>, ReadError> {
    const NEWEST: &str = "SELECT verification_id, requested_at, requested_by, state, updated_at, progress::text, exit_code, report::text \
                          FROM es.verifications ORDER BY requested_at DESC LIMIT $1";
    Ok(sqlx::query(NEWEST).bind(limit).fetch_all(db).await?.iter().map(kept).collect::<Result<_, _>>()?)
}

/// One verification.
///
/// # Errors
/// [`ReadError`].
pub async fn verification(db: impl PgExecutor<'_>, id: Uuid) -> Result<Option<KeptVerification>, ReadError> {
    const ONE: &str = "SELECT verification_id, requested_at, requested_by, state, updated_at, progress::text, exit_code, report::text \
                       FROM es.verifications WHERE verification_id = $1";
    Ok(sqlx::query(ONE).bind(id).fetch_optional(db).await?.as_ref().map(kept).transpose()?)
}

/// Asks for a verification; false where one is at work. Runs as [`crate::Role::Writer`].
///
/// # Errors
/// [`ReadError`].
pub async fn request_verification(db: impl PgExecutor<'_>, id: Uuid, by: Uuid) -> Result<bool, ReadError> {
    Ok(sqlx::query_scalar("SELECT es.request_verification($1, $2)").bind(id).bind(by).fetch_one(db).await?)
}

/// Asks for it to be stopped. Runs as [`crate::Role::Writer`].
///
/// # Errors
/// [`ReadError`].
pub async fn stop_verification(db: impl PgExecutor<'_>, id: Uuid) -> Result<(), ReadError> {
    sqlx::query("SELECT es.stop_verification($1)").bind(id).execute(db).await?;
    Ok(())
}

/// Takes a requested verification on. Runs as [`crate::Role::Operator`], for whoever audits only reads.
///
/// # Errors
/// [`ReadError`].
pub async fn begin_verification(db: impl PgExecutor<'_>) -> Result<Option<Uuid>, ReadError> {
    Ok(sqlx::query_scalar("SELECT es.begin_verification()").fetch_one(db).await?)
}

/// Says how far it is; true where it should stop. Runs as [`crate::Role::Operator`], for whoever audits only reads.
///
/// # Errors
/// [`ReadError`].
pub async fn advance_verification(db: impl PgExecutor<'_>, id: Uuid, progress: Option<&str>) -> Result<bool, ReadError> {
    let stop: Option<bool> =
        sqlx::query_scalar("SELECT es.advance_verification($1, $2::json)").bind(id).bind(progress).fetch_one(db).await?;
    Ok(stop.unwrap_or(true))
}

/// Says what became of it; a report only where it finished. Runs as [`crate::Role::Operator`], for whoever audits only reads.
///
/// # Errors
/// [`ReadError`].
pub async fn end_verification(
    db: impl PgExecutor<'_>,
    id: Uuid,
    state: VerificationState,
    found: Option<(u8, &str)>,
) -> Result<(), ReadError> {
    sqlx::query("SELECT es.end_verification($1, $2, $3, $4::json)")
        .bind(id)
        .bind(state.code())
        .bind(found.map(|(exit, _)| i16::from(exit)))
        .bind(found.map(|(_, report)| report))
        .execute(db)
        .await?;
    Ok(())
}
