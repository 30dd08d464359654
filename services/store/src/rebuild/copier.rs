//! One table on its way into `read_next`: made empty and without indexes, filled by one COPY, then indexed like the live one, all in one
//! transaction. A table that is there is whole.
use sqlx::{PgConnection, PgPool};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::RebuildError;
use crate::tables::{BEGIN, END, FULL, Schema, Shape, Table, Tuples, copy_in, plain, run};

/// Pieces that wait for the database.
const WAITING: usize = 4;

pub(super) struct Copier {
    rows: Tuples,
    send: mpsc::Sender<Vec<u8>>,
    table: &'static str,
}

impl Copier {
    /// Begins to fill a table; the task ends with its number of rows after [`Copier::finish`].
    pub(super) fn start(pool: &PgPool, shape: Shape, tasks: &mut JoinSet<Result<(&'static str, u64), RebuildError>>) -> Self {
        let (send, receive) = mpsc::channel(WAITING);
        let (pool, table) = (pool.clone(), shape.table);
        tasks.spawn(async move { Ok((table, fill(&pool, &shape, receive).await?)) });
        Self { rows: Tuples::default(), send, table }
    }

    /// Takes what is settled; in the end everything. False where nobody takes it any more.
    pub(super) async fn take(&mut self, table: &mut dyn Table, end: bool) -> bool {
        loop {
            let more = table.drain(&mut self.rows, end);
            if self.rows.len() < FULL && !(end && self.rows.len() > 0) {
                return true;
            }
            if self.send.send(self.rows.take()).await.is_err() {
                tracing::debug!(table = self.table, "rebuild.copy_ended");
                return false;
            }
            if !more {
                return true;
            }
        }
    }
}

async fn fill(pool: &PgPool, shape: &Shape, mut pieces: mpsc::Receiver<Vec<u8>>) -> Result<u64, RebuildError> {
    let mut tx = pool.begin().await?;
    let table = plain(shape.table)?;
    run(&mut tx, "SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '128MB'".to_owned()).await?;
    run(&mut tx, format!("DROP TABLE IF EXISTS read_next.{table} CASCADE")).await?;
    run(&mut tx, format!("CREATE TABLE read_next.{table} (LIKE read.{table} INCLUDING ALL EXCLUDING INDEXES)")).await?;
    let mut copy = tx.copy_in_raw(&copy_in(Schema::Next, shape, ", FREEZE")?).await?;
    copy.send(BEGIN.as_slice()).await?;
    while let Some(piece) = pieces.recv().await {
        copy.send(piece).await?;
    }
    copy.send(END.as_slice()).await?;
    let rows = copy.finish().await?;
    for statement in indexes(&mut tx, shape.table).await? {
        run(&mut tx, statement).await?;
    }
    run(&mut tx, format!("ANALYZE read_next.{table}")).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Statements that give the new table what the live one has, under the same names: they belong to the schema.
async fn indexes(conn: &mut PgConnection, table: &str) -> Result<Vec<String>, sqlx::Error> {
    let sql = "SELECT coalesce( \
                   (SELECT format('ALTER TABLE read_next.%I ADD CONSTRAINT %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid)) \
                    FROM pg_constraint AS c WHERE c.conindid = i.indexrelid AND c.conrelid = t.oid), \
                   replace(pg_get_indexdef(i.indexrelid), format(' ON %I.%I ', 'read', t.relname), format(' ON read_next.%I ', t.relname))) \
               FROM pg_class AS t JOIN pg_index AS i ON i.indrelid = t.oid \
               WHERE t.relnamespace = 'read'::regnamespace AND t.relname = $1 ORDER BY i.indisprimary DESC, i.indexrelid";
    sqlx::query_scalar(sql).bind(table).fetch_all(conn).await
}
