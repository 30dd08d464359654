//! Statements about tables of read models, put together out of their names: with the rebuild the only place where SQL is made at run
//! time. Names come from the code and are checked to be plain words.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "table names are put into statements here and nowhere else"
)]

use std::fmt;

use sqlx::{AssertSqlSafe, Executor as _, PgConnection};
use uuid::Uuid;

use super::records::RowType;
use super::{Before, Load, Shape, Table, Tuples};

/// What COPY in its binary form begins and ends with.
pub(crate) const BEGIN: &[u8; 19] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
pub(crate) const END: [u8; 2] = (-1_i16).to_be_bytes();

/// Which of its tables a read model is worked on in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Schema {
    /// The one people read.
    Live,
    /// The one that is being built.
    Next,
    /// The one before.
    Kept,
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Live => "read",
            Self::Next => "read_next",
            Self::Kept => "read_prev",
        })
    }
}

/// A name in quotes.
pub(crate) fn plain(name: &str) -> Result<String, sqlx::Error> {
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    plain.then(|| format!("\"{name}\"")).ok_or_else(|| sqlx::Error::Protocol(format!("no plain name: {name}")))
}

pub(super) fn list(columns: &[&'static str]) -> Result<String, sqlx::Error> {
    Ok(columns.iter().map(|column| plain(column)).collect::<Result<Vec<_>, _>>()?.join(", "))
}

/// Takes the stored rows of some keys into memory.
pub(crate) async fn load(
    conn: &mut PgConnection,
    schema: Schema,
    table: &mut dyn Table,
    keys: &[Uuid],
) -> Result<(), sqlx::Error> {
    let Shape { table: name, key, columns, load } = table.shape();
    let from = format!("SELECT {} FROM {schema}.{}", list(&columns)?, plain(name)?);
    let by = |open: &str| Ok::<_, sqlx::Error>(format!("{from} WHERE {} = ANY($1){open}", plain(key.unwrap_or_default())?));
    let rows = match load {
        Load::Nothing => return Ok(()),
        Load::Open | Load::Key if keys.is_empty() => return Ok(()),
        // Those that come first count last.
        Load::All => sqlx::query(AssertSqlSafe(format!("{from} ORDER BY 1"))).fetch_all(conn).await?,
        Load::Open => sqlx::query(AssertSqlSafe(by(" AND upper_inf(known)")?)).bind(keys).fetch_all(conn).await?,
        Load::Key => sqlx::query(AssertSqlSafe(by("")?)).bind(keys).fetch_all(conn).await?,
    };
    rows.iter().try_for_each(|row| table.stored(row).map_err(Into::into))
}

/// Writes what a fold changed.
pub(crate) async fn write(conn: &mut PgConnection, schema: Schema, table: &mut dyn Table) -> Result<(), sqlx::Error> {
    let shape = table.shape();
    match table.before() {
        Before::Ends(ended) if !ended.is_empty() => {
            let (keys, at): (Vec<Uuid>, Vec<i64>) = ended.into_iter().unzip();
            let sql = format!(
                "UPDATE {schema}.{} AS row SET known = int8range(lower(row.known), ended.at) \
                 FROM UNNEST($1::uuid[], $2::bigint[]) AS ended (key, at) WHERE row.{} = ended.key AND upper_inf(row.known)",
                plain(shape.table)?,
                plain(shape.key.unwrap_or_default())?
            );
            sqlx::query(AssertSqlSafe(sql)).bind(keys).bind(at).execute(&mut *conn).await?;
        }
        Before::Goes(keys) if !keys.is_empty() => delete(conn, schema, &shape, &keys).await?,
        Before::Stays | Before::Ends(_) | Before::Goes(_) => {}
    }
    let mut rows = Tuples::default();
    let mut more = table.drain(&mut rows, true);
    if rows.len() == 0 {
        return Ok(());
    }
    let row_type = RowType::of(conn, schema, &shape).await?;
    loop {
        row_type.insert(conn, schema, &shape, &rows.take()).await?;
        if !more {
            return Ok(());
        }
        more = table.drain(&mut rows, true);
    }
}

/// The statement that takes rows in.
pub(crate) fn copy_in(schema: Schema, shape: &Shape, options: &str) -> Result<String, sqlx::Error> {
    Ok(format!("COPY {schema}.{} ({}) FROM STDIN (FORMAT BINARY{options})", plain(shape.table)?, list(&shape.columns)?))
}

/// Removes every row of some keys.
pub(crate) async fn delete(conn: &mut PgConnection, schema: Schema, shape: &Shape, keys: &[Uuid]) -> Result<(), sqlx::Error> {
    let Some(key) = shape.key else { return Ok(()) };
    let sql = format!("DELETE FROM {schema}.{} WHERE {} = ANY($1)", plain(shape.table)?, plain(key)?);
    sqlx::query(AssertSqlSafe(sql)).bind(keys).execute(conn).await.map(drop)
}

/// Runs a statement put together here.
pub(crate) async fn run(conn: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    conn.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop)
}
