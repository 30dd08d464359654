//! The working state of mass extensions: which waits for a worker, and how far each is.

use events::ids::ExtensionId;
use uuid::Uuid;

use crate::long_jobs::{JobProgress, LongJobs, long_jobs};
use crate::{ActError, Acts};

/// Approved mass extensions that a worker carries out.
pub(super) const JOBS: LongJobs = long_jobs!("extension_jobs", "extension_id");

impl Acts {
    /// Takes up mass extensions that were approved and that no worker was told of, as after a power cut in between.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn leave_approved_extensions(&self) -> Result<(), ActError> {
        let approved = projections::extensions::approved(self.pool()).await.map_err(|error| ActError::internal(&error))?;
        let ids: Vec<Uuid> = approved.into_iter().map(|extension| extension.0).collect();
        JOBS.ask(self.pool(), ids).await
    }

    /// A mass extension to go on with: one that waits, or one whose worker has said nothing for a minute.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn next_extension(&self) -> Result<Option<ExtensionId>, ActError> {
        Ok(JOBS.next(self.pool()).await?.map(ExtensionId))
    }

    /// Asks for a mass extension to be stopped. Awards that were extended stay so; the rest waits until somebody lets it go on.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stop_extension(&self, id: ExtensionId) -> Result<(), ActError> {
        JOBS.stop(self.pool(), id.0).await
    }

    /// How far a mass extension is; none before it was approved.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn extension_progress(&self, id: ExtensionId) -> Result<Option<JobProgress>, ActError> {
        JOBS.progress(self.pool(), id.0).await
    }
}
