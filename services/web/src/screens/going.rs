//! How far a long job is, as its page shows it until the job ends; drawn by `progress` in `components/pieces.html`.

use acts::JobProgress;
use serde::Serialize;

/// How far it is.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Going {
    /// What was dealt with.
    pub(crate) done: i64,
    /// Of how many; none until a worker began.
    pub(crate) of: Option<i64>,
    /// Somebody wants it stopped.
    pub(crate) stopping: bool,
}

impl From<JobProgress> for Going {
    fn from(progress: JobProgress) -> Self {
        let JobProgress { done, of, stopping, .. } = progress;
        Self { done, of, stopping }
    }
}

impl Going {
    /// For the tests of templates.
    pub(crate) const fn sample(stopping: bool) -> Self {
        Self { done: 50, of: Some(128), stopping }
    }
}
