//! Rows into a live table in one statement: an array of the table's own row type.
//!
//! COPY would do, but it speaks in several short messages, and over TCP each waits for the other side to confirm the one before, which it
//! does after 40 milliseconds where it has nothing else to say. After each act people wait for these rows.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "table names are put into statements here and nowhere else"
)]

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo};
use sqlx::{AssertSqlSafe, Encode, PgConnection, Postgres, Type};

use super::sql::{Schema, list, plain};
use super::{Cells, Malformed, Shape};

/// NULL, where the length of a cell stands.
const NULL: i32 = -1;

/// The row type of a table as the database knows it now.
#[derive(sqlx::FromRow)]
pub(super) struct RowType {
    row: Oid,
    array: Oid,
    columns: Vec<String>,
    types: Vec<Oid>,
}

impl RowType {
    /// Asked for each time: an exchange of tables gives the name to another.
    pub(super) async fn of(conn: &mut PgConnection, schema: Schema, shape: &Shape) -> Result<Self, sqlx::Error> {
        sqlx::query_as(
            "SELECT t.oid AS row, t.typarray AS array, array_agg(a.attname::text ORDER BY a.attnum) AS columns, \
                    array_agg(a.atttypid ORDER BY a.attnum) AS types \
             FROM pg_class AS c JOIN pg_type AS t ON t.oid = c.reltype \
             JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             WHERE c.oid = $1::text::regclass GROUP BY t.oid, t.typarray",
        )
        .bind(format!("{schema}.{}", plain(shape.table)?))
        .fetch_one(conn)
        .await
    }

    /// Adds rows as COPY would take them.
    pub(super) async fn insert(
        &self,
        conn: &mut PgConnection,
        schema: Schema,
        shape: &Shape,
        rows: &[u8],
    ) -> Result<(), sqlx::Error> {
        let (table, columns) = (plain(shape.table)?, list(&shape.columns)?);
        // The type's number keeps statements apart that are prepared before and after an exchange.
        let sql = format!(
            "INSERT INTO {schema}.{table} ({columns}) SELECT {columns} FROM UNNEST($1::{schema}.{table}[]) /* {} */",
            self.array.0
        );
        let records = Records { array: self.array, bytes: self.array_of(shape, rows)? };
        sqlx::query(AssertSqlSafe(sql)).bind(records).execute(conn).await.map(drop)
    }

    /// The rows in the binary form of an array of records. A column that the shape does not name is NULL here and left to its default by
    /// the statement.
    fn array_of(&self, shape: &Shape, rows: &[u8]) -> Result<Vec<u8>, Malformed> {
        let places: Vec<Option<usize>> =
            self.columns.iter().map(|column| shape.columns.iter().position(|name| name == column)).collect();
        let mut elements = Vec::with_capacity(rows.len() * 2);
        let (mut rest, mut count) = (rows, 0_i32);
        while !rest.is_empty() {
            let Some(mut cells) = Cells::of_copied(rest)? else { break };
            let row = shape.columns.iter().map(|_| cells.next()).collect::<Result<Vec<_>, _>>()?;
            rest = cells.rest();
            count += 1;
            let at = elements.len();
            elements.extend_from_slice(&[0; 4]);
            elements.extend_from_slice(&length(places.len())?.to_be_bytes());
            for (place, kind) in places.iter().zip(&self.types) {
                elements.extend_from_slice(&kind.0.to_be_bytes());
                match place.and_then(|place| row[place]) {
                    None => elements.extend_from_slice(&NULL.to_be_bytes()),
                    Some(cell) => {
                        elements.extend_from_slice(&length(cell.len())?.to_be_bytes());
                        elements.extend_from_slice(cell);
                    }
                }
            }
            let size = length(elements.len() - at - 4)?;
            elements[at..at + 4].copy_from_slice(&size.to_be_bytes());
        }
        let mut array = Vec::with_capacity(elements.len() + 20);
        for number in [1, 0, self.row.0.cast_signed(), count, 1] {
            array.extend_from_slice(&number.to_be_bytes());
        }
        array.append(&mut elements);
        Ok(array)
    }
}

fn length(of: usize) -> Result<i32, Malformed> {
    i32::try_from(of).map_err(|_| Malformed("a row that fits"))
}

/// An array of a row type, told to the database by the number of its type.
struct Records {
    array: Oid,
    bytes: Vec<u8>,
}

impl Type<Postgres> for Records {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Records {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        buffer.extend_from_slice(&self.bytes);
        Ok(IsNull::No)
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(PgTypeInfo::with_oid(self.array))
    }
}
