//! Rows that are only added.

use std::collections::VecDeque;

use sqlx::postgres::PgRow;

use super::{Before, Cells, FULL, Load, Malformed, Record, Shape, Table, Tuples};

/// A table that nothing is read from while it is fed. Its columns are those of the record, the key among them where it has one.
pub struct Entries<S>(VecDeque<S>);

impl<S> Default for Entries<S> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<S> Entries<S> {
    /// One more.
    pub fn add(&mut self, entry: S) {
        self.0.push_back(entry);
    }
}

/// A short table of which every event may read every row.
pub struct Whole<S> {
    rows: Vec<S>,
    stored: usize,
}

impl<S> Default for Whole<S> {
    fn default() -> Self {
        Self { rows: Vec::new(), stored: 0 }
    }
}

impl<S> Whole<S> {
    /// All rows.
    pub fn rows(&self) -> &[S] {
        &self.rows
    }

    /// One more.
    pub fn add(&mut self, row: S) {
        self.rows.push(row);
    }
}

impl<S: Record + Send> Table for Entries<S> {
    fn shape(&self) -> Shape {
        shape::<S>(Load::Nothing)
    }

    fn stored(&mut self, _: &PgRow) -> Result<(), Malformed> {
        Ok(())
    }

    fn before(&mut self) -> Before {
        Before::Stays
    }

    fn drain(&mut self, rows: &mut Tuples, _: bool) -> bool {
        while let Some(entry) = self.0.pop_front() {
            rows.row(|row| entry.put(row));
            if rows.len() >= FULL {
                break;
            }
        }
        !self.0.is_empty()
    }
}

impl<S: Record + Send> Table for Whole<S> {
    fn shape(&self) -> Shape {
        shape::<S>(Load::All)
    }

    fn stored(&mut self, row: &PgRow) -> Result<(), Malformed> {
        self.rows.push(S::take(&mut Cells::of_row(row))?);
        self.stored = self.rows.len();
        Ok(())
    }

    fn before(&mut self) -> Before {
        Before::Stays
    }

    fn drain(&mut self, rows: &mut Tuples, _: bool) -> bool {
        for entry in &self.rows[self.stored..] {
            rows.row(|row| entry.put(row));
        }
        self.stored = self.rows.len();
        false
    }
}

fn shape<S: Record>(load: Load) -> Shape {
    let mut columns = Vec::new();
    S::columns("", &mut columns);
    Shape { table: S::TABLE, key: S::KEY, columns, load }
}
