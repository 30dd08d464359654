//! Why a rebuild did not finish.

use crate::projection::ProjectionError;
use crate::read::ReadError;
use crate::stretch::StretchError;
use crate::writer::plain_text;

/// Why a rebuild did not finish. The live rows are as they were.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// Another one is at work on the same read model.
    #[error("this read model is already being rebuilt")]
    AlreadyRunning,
    /// No rebuild waits for a decision.
    #[error("no rebuild waits for a decision")]
    NothingWaits,
    /// No rows from before the last exchange are kept.
    #[error("no previous rows are kept")]
    NothingKept,
    /// The live rows have not come as far as the new ones, so they cannot be compared.
    #[error("the live rows stand at position {live}, the new ones at {rebuilt}")]
    Behind {
        /// Position of the live rows.
        live: i64,
        /// Position of the new ones.
        rebuilt: i64,
    },
    /// Read models of two logs were to be built in one pass.
    #[error("one pass reads one log, and these read models follow two")]
    TwoLogs,
    /// It was asked to stop.
    #[error("the rebuild was cancelled")]
    Cancelled,
    /// The log has a gap.
    #[error("the log has a hole after position {0}")]
    Hole(i64),
    /// Readers never left a moment to exchange the tables.
    #[error("the tables are in use and could not be exchanged")]
    Busy,
    /// An event cannot be applied.
    #[error(transparent)]
    Event(#[from] ProjectionError),
    /// The database did not answer.
    #[error("the read model cannot be rebuilt: {}", plain_text(.0))]
    Database(#[from] sqlx::Error),
}

impl From<StretchError> for RebuildError {
    fn from(error: StretchError) -> Self {
        match error {
            StretchError::Hole(after) => Self::Hole(after),
            StretchError::Database(error) => Self::Database(error),
        }
    }
}

impl From<ReadError> for RebuildError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Database(error) => Self::Database(error),
        }
    }
}
