//! Which releases of letters are there, and how do they stand? One row a release.

mod fold;
mod queries;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{LetterReleaseRow, Stage, newest, running, waiting};

/// The read model.
pub struct LetterReleases;

impl Projection for LetterReleases {
    fn name(&self) -> &'static str {
        "letter_releases"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["letter_release"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
