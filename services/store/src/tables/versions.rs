//! Rows that are never overwritten: a new state closes the row before it at its position and opens one of its own.

use std::collections::{HashMap, VecDeque};

use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::{Before, Cells, FULL, Load, Malformed, Record, Shape, Stretch, Table, Tuples, Value};

/// A table with the columns key, `known` (`int8range`: between which positions it was held to be so) and those of the record. The
/// present is the open end of `known`.
pub struct Versions<S> {
    present: HashMap<Uuid, Present<S>>,
    past: VecDeque<(Uuid, Stretch<i64>, S)>,
    ended: Vec<(Uuid, i64)>,
}

struct Present<S> {
    from: i64,
    state: S,
    stored: bool,
}

impl<S> Default for Versions<S> {
    fn default() -> Self {
        Self { present: HashMap::new(), past: VecDeque::new(), ended: Vec::new() }
    }
}

impl<S> Versions<S> {
    /// The state now.
    pub fn get(&self, key: Uuid) -> Option<&S> {
        self.present.get(&key).map(|present| &present.state)
    }

    /// A new state from this position on.
    pub fn put(&mut self, key: Uuid, position: i64, state: S) {
        match self.present.insert(key, Present { from: position, state, stored: false }) {
            Some(Present { stored: true, .. }) => self.ended.push((key, position)),
            Some(before) if before.from < position => {
                self.past.push_back((key, Stretch { from: before.from, until: Some(position) }, before.state));
            }
            Some(_) | None => {}
        }
    }
}

impl<S: Record + Send> Table for Versions<S> {
    fn shape(&self) -> Shape {
        let mut columns = vec![S::KEY.unwrap_or_default(), "known"];
        S::columns("", &mut columns);
        Shape { table: S::TABLE, key: S::KEY, columns, load: Load::Open }
    }

    fn stored(&mut self, row: &PgRow) -> Result<(), Malformed> {
        let cells = &mut Cells::of_row(row);
        let (key, known) = (Uuid::take(cells)?, Stretch::<i64>::take(cells)?);
        self.present.insert(key, Present { from: known.from, state: S::take(cells)?, stored: true });
        Ok(())
    }

    fn before(&mut self) -> Before {
        Before::Ends(std::mem::take(&mut self.ended))
    }

    fn drain(&mut self, rows: &mut Tuples, end: bool) -> bool {
        if end && !self.present.is_empty() {
            let mut open: Vec<_> = self.present.drain().filter(|(_, present)| !present.stored).collect();
            open.sort_unstable_by_key(|(key, present)| (present.from, *key));
            self.past.extend(open.into_iter().map(|(key, now)| (key, Stretch { from: now.from, until: None }, now.state)));
        }
        while let Some((key, known, state)) = self.past.pop_front() {
            rows.row(|row| {
                key.put(row);
                known.put(row);
                state.put(row);
            });
            if rows.len() >= FULL {
                break;
            }
        }
        !self.past.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_ends_where_the_next_begins() {
        let key = Uuid::from_u128(1);
        let mut versions = Versions::default();
        versions.present.insert(key, Present { from: 3, state: "received", stored: true });
        versions.put(key, 5, "forwarded");
        versions.put(key, 9, "taken up");
        assert_eq!(versions.ended, [(key, 5)]);
        assert_eq!(versions.past, [(key, Stretch { from: 5, until: Some(9) }, "forwarded")]);
        assert_eq!(versions.get(key), Some(&"taken up"));
    }
}
