//! What a read model is to the store.

use events::Log;
use futures::future::BoxFuture;
use sqlx::PgConnection;

use crate::recorded::Recorded;

/// A read model: rows that follow from a log and nothing else.
///
/// `apply` must give the same rows whether it sees events one by one or in batches, now or in a rebuild years later: no clock, no
/// randomness, no reading of other read models. It writes with unqualified table names, live into schema `read`, in a rebuild into
/// `read_next`, and only into the tables it lists.
pub trait Projection: Send + Sync {
    /// Its name, stable for ever.
    fn name(&self) -> &'static str;

    /// Raised when the same events would give other rows.
    fn version(&self) -> i32;

    /// The log it follows.
    fn log(&self) -> Log;

    /// Every table it writes, without schema.
    fn tables(&self) -> &'static [&'static str];

    /// Whether it needs events of this type; the others are not shown to it.
    fn handles(&self, event_type: &str) -> bool;

    /// Writes what follows from some events, in order, in the transaction of `conn`.
    fn apply<'a>(&'a self, conn: &'a mut PgConnection, batch: &'a [Recorded]) -> BoxFuture<'a, Result<(), ProjectionError>>;
}

/// An event that could not be applied. The text is shown to operators and must hold no personal data.
#[derive(Debug, thiserror::Error)]
#[error("event {position} cannot be applied: {source}")]
pub struct ProjectionError {
    /// The event.
    pub position: i64,
    /// Why.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

impl ProjectionError {
    /// At an event, for a reason. A database that cannot be reached for a moment is not held against the event.
    pub fn at(position: i64, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { position, source: source.into() }
    }

    /// Whether trying again in a moment may help.
    pub(crate) fn is_passing(&self) -> bool {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(self.source.as_ref());
        while let Some(error) = cause {
            if error.downcast_ref::<sqlx::Error>().is_some_and(crate::writer::is_passing) {
                return true;
            }
            cause = error.source();
        }
        false
    }
}
