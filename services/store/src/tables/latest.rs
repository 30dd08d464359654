//! Rows that say how things stand and no more: one a key, replaced.

use std::collections::{HashMap, HashSet};

use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::{Before, Cells, FULL, Load, Malformed, Record, Shape, Table, Tuples, Value};

/// A table with the columns key and those of the record.
pub struct Latest<S> {
    rows: HashMap<Uuid, S>,
    stored: HashSet<Uuid>,
    changed: HashSet<Uuid>,
    ready: Vec<(Uuid, S)>,
}

impl<S> Default for Latest<S> {
    fn default() -> Self {
        Self { rows: HashMap::new(), stored: HashSet::new(), changed: HashSet::new(), ready: Vec::new() }
    }
}

impl<S> Latest<S> {
    /// The row of a key.
    pub fn get(&self, key: Uuid) -> Option<&S> {
        self.rows.get(&key)
    }

    /// The row of a key from now on.
    pub fn put(&mut self, key: Uuid, row: S) {
        self.rows.insert(key, row);
        if self.stored.contains(&key) {
            self.changed.insert(key);
        }
    }

    /// There is no row of a key any more.
    pub fn remove(&mut self, key: Uuid) {
        self.rows.remove(&key);
        if self.stored.contains(&key) {
            self.changed.insert(key);
        }
    }
}

impl<S: Record + Send> Table for Latest<S> {
    fn shape(&self) -> Shape {
        let mut columns = vec![S::KEY.unwrap_or_default()];
        S::columns("", &mut columns);
        Shape { table: S::TABLE, key: S::KEY, columns, load: Load::Key }
    }

    fn stored(&mut self, row: &PgRow) -> Result<(), Malformed> {
        let cells = &mut Cells::of_row(row);
        let key = Uuid::take(cells)?;
        self.rows.insert(key, S::take(cells)?);
        self.stored.insert(key);
        Ok(())
    }

    fn before(&mut self) -> Before {
        Before::Goes(self.changed.iter().copied().collect())
    }

    fn drain(&mut self, rows: &mut Tuples, end: bool) -> bool {
        if !end {
            return false;
        }
        let (stored, changed) = (&self.stored, &self.changed);
        let new = |key: &Uuid| !stored.contains(key) || changed.contains(key);
        self.ready.extend(self.rows.drain().filter(|(key, _)| new(key)));
        while let Some((key, state)) = self.ready.pop() {
            rows.row(|row| {
                key.put(row);
                state.put(row);
            });
            if rows.len() >= FULL {
                break;
            }
        }
        !self.ready.is_empty()
    }
}
