//! Reading a stretch of the log for read models: only the streams they need, in one COPY, decoded as it arrives. That nothing is missing
//! is checked for the whole stretch, whatever is left out of it.

use events::Log;
use futures::TryStreamExt as _;
use sqlx::PgConnection;

use crate::projection::Told;
use crate::recorded::Recorded;
use crate::tables::{BEGIN, Cells, Malformed, plain};

/// Why a stretch could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StretchError {
    #[error("the log has a hole after position {0}")]
    Hole(i64),
    #[error("{}", crate::writer::plain_text(.0))]
    Database(#[from] sqlx::Error),
}

impl From<Malformed> for StretchError {
    fn from(error: Malformed) -> Self {
        Self::Database(error.into())
    }
}

/// The events of some types of streams after one position up to another.
pub(crate) async fn read(
    conn: &mut PgConnection,
    log: Log,
    streams: &[&'static str],
    after: i64,
    upto: i64,
) -> Result<Vec<Told>, StretchError> {
    let names = streams.iter().map(|name| Ok(plain(name)?.replace('"', "'"))).collect::<Result<Vec<_>, sqlx::Error>>()?;
    let sql = format!(
        "COPY (SELECT {} FROM es.events WHERE log = {} AND position > {after} AND position <= {upto} AND stream_type IN ({}) \
         ORDER BY position) TO STDOUT (FORMAT BINARY)",
        Recorded::COLUMNS,
        log.number(),
        names.join(", ")
    );
    let mut found: Vec<Told> = Vec::new();
    {
        let mut sent = conn.copy_out_raw(&sql).await?;
        let mut begun = false;
        while let Some(message) = sent.try_next().await? {
            let mut rest = &*message;
            if !begun {
                rest = rest.strip_prefix(BEGIN.as_slice()).ok_or(Malformed("what COPY begins with"))?;
                begun = true;
            }
            while !rest.is_empty() {
                let Some(mut cells) = Cells::of_copied(rest)? else { break };
                found.push(Told::from(Recorded::from_cells(log, &mut cells)?));
                rest = cells.rest();
            }
        }
    }
    if i64::try_from(found.len()).unwrap_or(i64::MAX) < upto - after {
        whole(conn, log, after, upto).await?;
    }
    Ok(found)
}

/// Positions have no gaps, so a stretch that has one is an alarm, never something to step over.
async fn whole(conn: &mut PgConnection, log: Log, after: i64, upto: i64) -> Result<(), StretchError> {
    const FIRST: &str = "SELECT coalesce(min(n), $3) FROM generate_series($2 + 1, $3) AS n \
                         WHERE NOT EXISTS (SELECT FROM es.events WHERE log = $1 AND position = n)";
    const COUNT: &str = "SELECT count(*) FROM es.events WHERE log = $1 AND position > $2 AND position <= $3";
    let there: i64 = sqlx::query_scalar(COUNT).bind(log.number()).bind(after).bind(upto).fetch_one(&mut *conn).await?;
    if there == upto - after {
        return Ok(());
    }
    let missing: i64 = sqlx::query_scalar(FIRST).bind(log.number()).bind(after).bind(upto).fetch_one(conn).await?;
    Err(StretchError::Hole(missing - 1))
}
