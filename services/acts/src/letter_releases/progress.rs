//! The working state of releases: which waits for a worker, and how far each is.

use events::ids::LetterReleaseId;
use uuid::Uuid;

use crate::long_jobs::{JobProgress, LongJobs, long_jobs};
use crate::{ActError, Acts};

/// Releases whose letters a worker makes.
pub(super) const JOBS: LongJobs = long_jobs!("letter_releases", "release_id");

impl Acts {
    /// Takes up releases that were approved and that no worker was told of, as after a power cut in between.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn leave_running_letters(&self) -> Result<(), ActError> {
        let running = projections::letter_releases::running(self.pool()).await.map_err(|error| ActError::internal(&error))?;
        let ids: Vec<Uuid> = running.into_iter().map(|release| release.0).collect();
        JOBS.ask(self.pool(), ids).await
    }

    /// A release whose letters are to be made: one that waits, or one whose worker has said nothing for a minute.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn next_letters(&self) -> Result<Option<LetterReleaseId>, ActError> {
        Ok(JOBS.next(self.pool()).await?.map(LetterReleaseId))
    }

    /// Asks for a release to be stopped. Letters that were made stay.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stop_letters(&self, id: LetterReleaseId) -> Result<(), ActError> {
        JOBS.stop(self.pool(), id.0).await
    }

    /// How far a release is; none before it was released.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn letters_progress(&self, id: LetterReleaseId) -> Result<Option<JobProgress>, ActError> {
        JOBS.progress(self.pool(), id.0).await
    }
}
