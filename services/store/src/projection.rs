//! What a read model is to the store.

use events::{DecodeError, Event, Log};
use uuid::Uuid;

use crate::recorded::Recorded;
use crate::tables::Table;

/// Why rows cannot be made from an event. Its text is shown to operators and must hold no personal data.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A read model: rows that follow from a log and nothing else.
pub trait Projection: Send + Sync {
    /// Its name, stable for ever.
    fn name(&self) -> &'static str;

    /// Raised when the same events would give other rows.
    fn version(&self) -> i32;

    /// The log it follows.
    fn log(&self) -> Log;

    /// The types of streams whose events it needs; others are not shown to it.
    fn streams(&self) -> &'static [&'static str];

    /// The keys an event is about: it reads and changes rows of these and of no other. So the rows of a key can be built by themselves, and
    /// wait for an operator while the others go on.
    ///
    /// # Errors
    /// Where the event cannot be read.
    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause>;

    /// Its tables, empty.
    fn fold(&self) -> Box<dyn Fold>;
}

/// The tables of a read model in memory: with the rows of the keys of a batch while it follows the log, empty at first when it is built
/// anew. It must come to the same rows both ways, now or years later: no clock, no randomness, no reading of anything else. It is given
/// nothing by which it could act, so no rebuild makes a certificate or sends a letter: what has effects follows the log in the worker,
/// through acts that happen once.
pub trait Fold: Send {
    /// The tables, always in the same order.
    fn tables(&mut self) -> Vec<&mut dyn Table>;

    /// Takes one event in.
    ///
    /// # Errors
    /// Where no rows can be made of it.
    fn tell(&mut self, told: &Told) -> Result<(), Cause>;
}

/// An event, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// As it stands in the log.
    pub recorded: Recorded,
    event: Result<Event, DecodeError>,
}

impl Told {
    /// The event itself; personal data in it is sealed.
    ///
    /// # Errors
    /// Where it cannot be read: only to those who need it.
    pub fn event(&self) -> Result<&Event, DecodeError> {
        self.event.as_ref().map_err(Clone::clone)
    }
}

impl From<Recorded> for Told {
    fn from(recorded: Recorded) -> Self {
        let event = recorded.decode();
        Self { recorded, event }
    }
}

/// Names of the tables of a read model.
pub fn tables_of(projection: &dyn Projection) -> Vec<&'static str> {
    projection.fold().tables().iter().map(|table| table.shape().table).collect()
}

/// An event that could not be applied. The text is shown to operators and must hold no personal data.
#[derive(Debug, thiserror::Error)]
#[error("event {position} cannot be applied: {source}")]
pub struct ProjectionError {
    /// The event.
    pub position: i64,
    /// Why.
    pub source: Cause,
}

impl ProjectionError {
    /// At an event, for a reason.
    pub fn at(position: i64, source: impl Into<Cause>) -> Self {
        Self { position, source: source.into() }
    }

    /// Whether it is this event that cannot be applied: where a statement failed, it may have been another of the batch.
    pub(crate) fn is_about_the_event(&self) -> bool {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(self.source.as_ref());
        while let Some(error) = cause {
            if error.is::<sqlx::Error>() {
                return false;
            }
            cause = error.source();
        }
        true
    }

    /// Whether trying again in a moment may help: a database that cannot be reached is not held against the event.
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
