//! While events are applied: which of them the rows do without.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Left;
use crate::projection::{Projection, Told};

/// What the rows of a read model do without, as far as is known at a position.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    listed: BTreeMap<i64, (Left, Vec<Uuid>)>,
    /// Streams that wait, and keys whose rows do.
    blocked: HashSet<Uuid>,
    new: Vec<New>,
}

#[derive(Debug, Serialize)]
struct New {
    position: i64,
    state: &'static str,
    stream_id: Uuid,
    event_type: String,
    keys: Vec<Uuid>,
    error: Option<String>,
}

impl LeftOut {
    /// What is known of some rows that stand at a position.
    pub(crate) async fn of(conn: &mut PgConnection, rows_of: &str, at: i64) -> Result<Self, sqlx::Error> {
        const LISTED: &str =
            "SELECT position, state, stream_id || keys FROM es.left_out WHERE rows_of = $1 AND state <> 'released'";
        let rows: Vec<(i64, String, Vec<Uuid>)> = sqlx::query_as(LISTED).bind(rows_of).fetch_all(conn).await?;
        let mut left = Self::default();
        for (position, state, mut ids) in rows {
            let state = Left::of_code(&state);
            if state == Left::Waiting {
                // Its stream goes on with what touches none of its keys.
                ids.remove(0);
            }
            if position <= at && state != Left::Skipped {
                left.blocked.extend(ids.iter().copied());
            }
            left.listed.insert(position, (state, ids));
        }
        Ok(left)
    }

    /// Whether an event is applied. Asked of each in the order of the log.
    pub(crate) fn admits(&mut self, projection: &dyn Projection, told: &Told) -> bool {
        if self.listed.is_empty() && self.blocked.is_empty() {
            return true;
        }
        let event = &told.recorded;
        if let Some((state, ids)) = self.listed.get(&event.position) {
            if *state != Left::Skipped {
                self.blocked.extend(ids.iter().copied());
            }
            return false;
        }
        // One that cannot be read is parked when it is applied.
        let keys = projection.keys(told).unwrap_or_default();
        if !self.blocked.contains(&event.stream_id) && !keys.iter().any(|key| self.blocked.contains(key)) {
            return true;
        }
        self.blocked.extend(keys.iter().copied());
        self.add(told, Left::Waiting, keys, None);
        false
    }

    /// It cannot be applied.
    pub(super) fn park(&mut self, projection: &dyn Projection, told: &Told, error: &str) {
        let keys = projection.keys(told).unwrap_or_default();
        self.blocked.insert(told.recorded.stream_id);
        self.blocked.extend(keys.iter().copied());
        self.add(told, Left::Parked, keys, Some(error.to_owned()));
    }

    fn add(&mut self, told: &Told, state: Left, keys: Vec<Uuid>, error: Option<String>) {
        let event = &told.recorded;
        self.new.push(New {
            position: event.position,
            state: state.code(),
            stream_id: event.stream_id,
            event_type: event.event_type.clone(),
            keys,
            error,
        });
    }

    /// Whether it is on the list already.
    pub(crate) fn lists(&self, position: i64) -> bool {
        self.listed.contains_key(&position)
    }

    /// Positions that are parked or skipped.
    pub(crate) fn named(&self) -> Vec<i64> {
        self.listed().filter(|(_, state)| *state != Left::Waiting).map(|(position, _)| position).collect()
    }

    /// Positions on the list with why.
    pub(super) fn listed(&self) -> impl Iterator<Item = (i64, Left)> {
        self.listed.iter().map(|(position, (state, _))| (*position, *state))
    }

    /// Nothing is blocked before those that are parked have shown that they still cannot be applied.
    pub(super) fn forgiven(skipped_only: Self) -> Self {
        let listed = skipped_only.listed.into_iter().filter(|(_, (state, _))| *state == Left::Skipped).collect();
        Self { listed, ..Self::default() }
    }

    /// Writes down what was added, in the transaction of the rows.
    pub(crate) async fn save(
        self,
        conn: &mut PgConnection,
        rows_of: &str,
        projection: &dyn Projection,
    ) -> Result<(), sqlx::Error> {
        if self.new.is_empty() {
            return Ok(());
        }
        let rows = serde_json::to_value(&self.new).map_err(|error| sqlx::Error::Encode(error.into()))?;
        sqlx::query("SELECT es.leave_out($1, $2, $3, $4)")
            .bind(rows_of)
            .bind(projection.log().number())
            .bind(projection.version())
            .bind(rows)
            .fetch_all(conn)
            .await
            .map(drop)
    }
}
