//! Rows that are never overwritten: a new state closes the row before it at its position and opens one of its own.

use std::collections::HashMap;

use uuid::Uuid;

/// What was held to be so about `key` from position `from` on, up to but without `until`.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Row<S> {
    pub(crate) key: Uuid,
    pub(crate) from: i64,
    pub(crate) until: Option<i64>,
    pub(crate) state: S,
}

/// The rows of one table that a batch touches, and what becomes of them.
pub(crate) struct Versions<S> {
    present: HashMap<Uuid, Present<S>>,
    past: Vec<Row<S>>,
    ended: Vec<(Uuid, i64)>,
}

struct Present<S> {
    from: i64,
    state: S,
    stored: bool,
}

/// What is to be written.
pub(crate) struct Changes<S> {
    /// Rows in the table that end, and where.
    pub(crate) ended: Vec<(Uuid, i64)>,
    /// Rows that are new.
    pub(crate) rows: Vec<Row<S>>,
}

impl<S> Versions<S> {
    /// Starts from the open rows of the table.
    pub(crate) fn new(stored: impl IntoIterator<Item = (Uuid, i64, S)>) -> Self {
        let present = stored.into_iter().map(|(key, from, state)| (key, Present { from, state, stored: true })).collect();
        Self { present, past: Vec::new(), ended: Vec::new() }
    }

    /// The state now.
    pub(crate) fn get(&self, key: Uuid) -> Option<&S> {
        self.present.get(&key).map(|present| &present.state)
    }

    /// A new state from this position on.
    pub(crate) fn put(&mut self, key: Uuid, position: i64, state: S) {
        let new = Present { from: position, state, stored: false };
        match self.present.insert(key, new) {
            Some(Present { stored: true, .. }) => self.ended.push((key, position)),
            Some(before) if before.from < position => {
                self.past.push(Row { key, from: before.from, until: Some(position), state: before.state });
            }
            Some(_) | None => {}
        }
    }

    /// What the batch changed, in the order of positions.
    pub(crate) fn into_changes(self) -> Changes<S> {
        let mut rows = self.past;
        rows.extend(self.present.into_iter().filter(|(_, present)| !present.stored).map(|(key, present)| Row {
            key,
            from: present.from,
            until: None,
            state: present.state,
        }));
        rows.sort_by_key(|row| (row.from, row.key));
        Changes { ended: self.ended, rows }
    }
}

/// One column of many rows, as a list for `UNNEST`.
macro_rules! column {
    ($rows:expr, $row:pat => $value:expr) => {
        $rows.iter().map(|$row| $value).collect::<Vec<_>>()
    };
}
pub(crate) use column;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_ends_where_the_next_begins() {
        let key = Uuid::from_u128(1);
        let mut versions = Versions::new([(key, 3, "received")]);
        versions.put(key, 5, "forwarded");
        versions.put(key, 9, "taken up");
        let changes = versions.into_changes();
        assert_eq!(changes.ended, [(key, 5)]);
        assert_eq!(
            changes.rows,
            [Row { key, from: 5, until: Some(9), state: "forwarded" }, Row { key, from: 9, until: None, state: "taken up" },]
        );
    }

    #[test]
    fn what_is_untouched_is_not_written() {
        let changes = Versions::new([(Uuid::from_u128(1), 3, "received")]).into_changes();
        assert!(changes.ended.is_empty() && changes.rows.is_empty());
    }
}
