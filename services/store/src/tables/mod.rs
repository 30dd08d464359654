//! The tables of read models: three kinds, each of which knows how its rows come to memory and back. A fold changes them; whether it
//! sees a batch of events with the rows they touch, or all events with no rows at all, it does the same.
//!
//! - [`Versions`]: never overwritten; a new state closes the row before it at its position and opens one of its own.
//! - [`Latest`]: one row a key, replaced.
//! - [`Entries`]: only added to.

mod entries;
mod latest;
mod record;
mod records;
mod sql;
mod value;
mod versions;

use sqlx::postgres::PgRow;
use uuid::Uuid;

pub use entries::{Entries, Whole};
pub use latest::Latest;
pub use record::Record;
pub(crate) use sql::{BEGIN, END, Schema, copy_in, delete, load, plain, run, write};
pub use value::{Cells, Malformed, Scalar, Stretch, Tuples, Value};
pub use versions::Versions;

/// Rows are sent in pieces of about so many bytes.
pub(crate) const FULL: usize = 1 << 20;

/// A table of a read model, in memory as far as it is needed.
pub trait Table: Send {
    /// What it looks like.
    fn shape(&self) -> Shape;

    /// Takes in a row that is stored.
    ///
    /// # Errors
    /// Where it does not hold what the table's columns should.
    fn stored(&mut self, row: &PgRow) -> Result<(), Malformed>;

    /// Which stored rows end or go, once.
    fn before(&mut self) -> Before;

    /// Writes rows that are new and will not change any more, until some [`FULL`] bytes are written: while more events come, those that
    /// are past; in the end all. True where there are more.
    fn drain(&mut self, rows: &mut Tuples, end: bool) -> bool;
}

/// What a table looks like.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its name, without schema.
    pub table: &'static str,
    /// The column that says to which key a row belongs; none where events of any key read it.
    pub key: Option<&'static str>,
    /// All its columns, in the order in which rows are written.
    pub columns: Vec<&'static str>,
    /// Which of its rows a fold starts from.
    pub load: Load,
}

/// Which stored rows a fold starts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Load {
    /// Of each key the one that is not closed.
    Open,
    /// Of each key the one there is.
    Key,
    /// All.
    All,
    /// None.
    Nothing,
}

/// What becomes of stored rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Before {
    /// Nothing.
    Stays,
    /// The open row of each key is closed at a position.
    Ends(Vec<(Uuid, i64)>),
    /// The row of each key goes.
    Goes(Vec<Uuid>),
}
