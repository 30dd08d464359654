//! Reading the log from one position to another, as fast as the database sends it: COPY by a task of its own, while the caller decodes
//! what came before.

use events::Log;
use futures::{Stream, TryStreamExt as _, stream};
use sqlx::{PgConnection, PgPool};
use tokio::sync::mpsc;

use crate::read::{self, ReadError};
use crate::recorded::Recorded;
use crate::tables::{BEGIN, Cells, Malformed};

/// Events of one COPY: few enough that they are read in the order of the key, not sorted, and that no statement runs so long that it keeps
/// the database from cleaning up.
const STRETCH: i64 = 16_384;
/// Bytes that are handed over at a time, or a little more.
const PARCEL: usize = 256 * 1024;
/// Parcels that may lie ready.
const AHEAD: usize = 8;

/// All events after one position up to another, or to the end of the log, in order.
pub fn events_from(pool: PgPool, log: Log, after: i64, until: i64) -> impl Stream<Item = Result<Recorded, ReadError>> + Send {
    let (parcels, received) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        if let Err(error) = send(&pool, log, after, until, &parcels).await {
            // Nobody may be listening any more.
            let _ = parcels.send(Err(error)).await;
        }
    });
    stream::unfold(received, |mut received| async { received.recv().await.map(|parcel| (parcel, received)) })
        .map_ok(move |parcel| stream::iter(Unpacked { log, parcel, at: 0 }))
        .try_flatten()
}

type Parcel = Result<Vec<u8>, ReadError>;

async fn send(pool: &PgPool, log: Log, after: i64, until: i64, parcels: &mpsc::Sender<Parcel>) -> Result<(), ReadError> {
    let mut conn = pool.acquire().await?;
    let until = until.min(read::head(&mut *conn, log).await?.position);
    let mut after = after.max(0);
    while after < until {
        let upto = until.min(after + STRETCH);
        if !copy(&mut conn, log, after, upto, parcels).await? {
            // The rest of what the database sends is of no use to anybody: not for whoever gets the connection next, either.
            conn.close_on_drop();
            return Ok(());
        }
        after = upto;
    }
    Ok(())
}

/// False where nobody is listening any more.
async fn copy(
    conn: &mut PgConnection,
    log: Log,
    after: i64,
    upto: i64,
    parcels: &mpsc::Sender<Parcel>,
) -> Result<bool, ReadError> {
    let sql = format!(
        "COPY (SELECT {} FROM es.events WHERE log = {} AND position > {after} AND position <= {upto} ORDER BY position) \
         TO STDOUT (FORMAT BINARY)",
        Recorded::COLUMNS,
        log.number()
    );
    let mut sent = conn.copy_out_raw(&sql).await?;
    let mut parcel = Vec::with_capacity(PARCEL + PARCEL / 4);
    while let Some(message) = sent.try_next().await? {
        parcel.extend_from_slice(message.strip_prefix(BEGIN.as_slice()).unwrap_or(&message));
        if parcel.len() >= PARCEL {
            let full = std::mem::replace(&mut parcel, Vec::with_capacity(PARCEL + PARCEL / 4));
            if parcels.send(Ok(full)).await.is_err() {
                return Ok(false);
            }
        }
    }
    Ok(parcels.send(Ok(parcel)).await.is_ok())
}

/// The events of a parcel, one after the other.
struct Unpacked {
    log: Log,
    parcel: Vec<u8>,
    at: usize,
}

impl Unpacked {
    fn one(&mut self) -> Result<Option<Recorded>, Malformed> {
        let rest = &self.parcel[self.at..];
        if rest.is_empty() {
            return Ok(None);
        }
        let Some(mut cells) = Cells::of_copied(rest)? else { return Ok(None) };
        let event = Recorded::from_cells(self.log, &mut cells)?;
        self.at = self.parcel.len() - cells.rest().len();
        Ok(Some(event))
    }
}

impl Iterator for Unpacked {
    type Item = Result<Recorded, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.one();
        if found.is_err() {
            self.at = self.parcel.len();
        }
        found.map_err(|error| ReadError::Database(error.into())).transpose()
    }
}
