//! What differs between the live rows and those that the log gives: how many rows, in which columns, and the keys of some. No content.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "names of tables and columns are put into statements here, in the rebuild and in the module of tables, and nowhere else"
)]

use serde::Serialize;
use sqlx::{AssertSqlSafe, Executor as _, PgConnection, PgPool, Row as _};
use uuid::Uuid;

use super::RebuildError;
use super::run::{Run, extend};
use crate::projection::{Projection, tables_of};
use crate::tables::{Schema, plain};

/// Keys named of each table.
const SAMPLE: usize = 10;

/// A table whose live rows are not those that the log gives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// Rows that only the live table has, changed ones among them.
    pub only_live: i64,
    /// Rows that only the rebuilt table has, changed ones among them.
    pub only_rebuilt: i64,
    /// Rows of the same key that differ.
    pub changed: i64,
    /// In which columns these do, and how many of them.
    pub columns: Vec<(String, i64)>,
    /// Keys of some rows; none where a key might be personal.
    pub sample: Vec<String>,
}

/// Builds a read model beside the live one, up to exactly the position at which that stands, and compares. Empty: they are equal. Needs
/// a pool of [`crate::Role::Projector`]; nothing waits for it.
///
/// # Errors
/// [`RebuildError`].
pub async fn differs(pool: &PgPool, projection: &dyn Projection, owner: Uuid) -> Result<Vec<Difference>, RebuildError> {
    super::compare_only(pool, projection, owner).await
}

/// Compares the rows of a run with the live ones, in one snapshot: the cursor in it tells exactly what the live rows in it stand for.
pub(super) async fn compare(run: &Run<'_>) -> Result<Vec<Difference>, RebuildError> {
    let mut tx = run.pool.begin().await?;
    tx.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await?;
    tx.execute("SET LOCAL statement_timeout = 0").await?;
    let live = "SELECT position FROM es.cursors WHERE projection = $1";
    let reached: i64 = sqlx::query_scalar(live).bind(run.projection.name()).fetch_one(&mut *tx).await?;
    if reached < run.position() {
        // A live read model that stands still, or was never fed, is behind: what it lacks would not be a difference.
        return Err(RebuildError::Behind { live: reached, rebuilt: run.position() });
    }
    extend(&mut tx, Schema::Next, run.projection, run.position(), reached).await?;
    let mut found = Vec::new();
    for table in tables_of(run.projection) {
        let difference = compare_table(&mut tx, table).await?;
        if difference.only_live + difference.only_rebuilt > 0 {
            found.push(difference);
        }
    }
    tx.rollback().await?;
    Ok(found)
}

async fn compare_table(conn: &mut PgConnection, table: &'static str) -> Result<Difference, RebuildError> {
    let columns = "SELECT a.attname::text, coalesce(a.attnum = ANY(i.indkey), false), \
                          a.atttypid::regtype::text IN ('uuid', 'bigint', 'integer', 'int8range', 'date') \
                   FROM pg_attribute AS a LEFT JOIN pg_index AS i ON i.indrelid = a.attrelid AND i.indisprimary \
                   WHERE a.attrelid = format('read.%I', $1)::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
    let columns: Vec<(String, bool, bool)> = sqlx::query_as(columns).bind(table).fetch_all(&mut *conn).await?;
    let quoted = |keys: bool| -> Result<Vec<String>, sqlx::Error> {
        columns.iter().filter(|(_, key, _)| *key == keys).map(|(name, ..)| plain(name)).collect()
    };
    let (keys, others) = (quoted(true)?, quoted(false)?);
    let Some(key) = keys.first() else { return Err(sqlx::Error::Protocol(format!("{table} has no primary key")).into()) };
    let harmless = columns.iter().all(|(_, key, fine)| !key || *fine);
    let changed = format!("l.{key} IS NOT NULL AND r.{key} IS NOT NULL");
    let counted: Vec<String> = others
        .iter()
        .map(|column| format!("count(*) FILTER (WHERE {changed} AND l.{column}::text IS DISTINCT FROM r.{column}::text)"))
        .collect();
    let table_name = plain(table)?;
    let sql = format!(
        "SELECT count(*) FILTER (WHERE r.{key} IS NULL), count(*) FILTER (WHERE l.{key} IS NULL), count(*) FILTER (WHERE {changed}), \
                coalesce((array_agg(concat_ws(' ', {}) ORDER BY {}))[1:{SAMPLE}], '{{}}'), ARRAY[{}]::bigint[] \
         FROM read.{table_name} AS l FULL JOIN read_next.{table_name} AS r USING ({}) WHERE l::text IS DISTINCT FROM r::text",
        keys.join(", "),
        keys.join(", "),
        counted.join(", "),
        keys.join(", ")
    );
    let row = conn.fetch_one(sqlx::query(AssertSqlSafe(sql))).await?;
    let (removed, added, changed): (i64, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let counts: Vec<i64> = row.try_get(4)?;
    let names = columns.iter().filter(|(_, key, _)| !key).map(|(name, ..)| name.clone());
    let differing = names.zip(counts).filter(|(_, rows)| *rows > 0).collect();
    Ok(Difference {
        table,
        only_live: removed + changed,
        only_rebuilt: added + changed,
        changed,
        columns: differing,
        sample: if harmless { row.try_get(3)? } else { Vec::new() },
    })
}
