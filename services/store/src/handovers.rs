//! Handovers of the key that signs a log (署名鍵の引き継ぎ), as the database keeps them. Whether to believe one, its signatures say.

use events::Log;
use evidence::{Handover, LogKeys, VerifierKey};
use sqlx::{PgExecutor, Row};

use crate::read::ReadError;

/// A handover as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptHandover {
    /// The key that handed over.
    pub old: VerifierKey,
    /// The checkpoint under which it did, with the key that took over.
    pub handover: Handover,
}

/// All handovers of a log, in their order. A row that is none is left out: no key follows from it.
///
/// # Errors
/// [`ReadError`].
pub async fn handovers(db: impl PgExecutor<'_>, log: Log) -> Result<Vec<KeptHandover>, ReadError> {
    const ALL: &str = "SELECT old_key, new_key, note FROM es.handovers WHERE log = $1 ORDER BY size";
    let rows = sqlx::query(ALL).bind(log.number()).fetch_all(db).await?;
    let mut kept = Vec::new();
    for row in rows {
        let (old, new, note): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        if let (Ok(old), Ok(handover)) = (old.parse(), format!("{new}\n{note}").parse()) {
            kept.push(KeptHandover { old, handover });
        }
    }
    Ok(kept)
}

/// The keys of a log that began with `first`, followed through the handovers that the database keeps. One that is not good is passed
/// over here, and what was signed after it is then not believed.
///
/// # Errors
/// [`ReadError`].
pub async fn log_keys(db: impl PgExecutor<'_>, log: Log, first: VerifierKey) -> Result<LogKeys, ReadError> {
    let mut keys = LogKeys::from(first);
    for kept in handovers(db, log).await? {
        if let Err(error) = keys.follow(&kept.handover) {
            tracing::error!(%error, log = log.name(), "handovers.not_good");
        }
    }
    Ok(keys)
}

/// Keeps a handover under the newest checkpoint. False where the log has moved on since, or the key handed over before.
///
/// # Errors
/// [`ReadError`].
pub async fn keep_handover(db: impl PgExecutor<'_>, log: Log, old: &VerifierKey, new: &Handover) -> Result<bool, ReadError> {
    let size = i64::try_from(new.signed.checkpoint.size).unwrap_or(i64::MAX);
    Ok(sqlx::query_scalar("SELECT es.keep_handover($1, $2, $3, $4, $5)")
        .bind(log.number())
        .bind(size)
        .bind(old.to_string())
        .bind(new.key.to_string())
        .bind(new.signed.to_string())
        .fetch_one(db)
        .await?)
}
