//! What has the night found that somebody must look at, and what became of it? One row a task, and one a night.

mod fold;
mod queries;
mod state;
mod surveyed;

use events::Event;
use events::nightly::{Finding, NightlyEvent};
use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{NightRow, TaskCount, TaskFilter, TaskRow, counts, known, last_night, nights, page, task};
pub use state::{State, UnknownState};
pub use surveyed::{AwardDays, CaseRow, PersonRow, ProtectedRow, open_cases, persons, protected};

use crate::told::FoldError;

/// The read model.
pub struct Tasks;

impl Projection for Tasks {
    fn name(&self) -> &'static str {
        "tasks"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["nightly"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(match told.event().map_err(FoldError::from)? {
            Event::Nightly(NightlyEvent::Found(event)) => event.findings.iter().map(Finding::task).collect(),
            Event::Nightly(NightlyEvent::Settled(event)) => event.tasks.clone(),
            Event::Nightly(NightlyEvent::Ran(_) | NightlyEvent::Closed(_)) => vec![told.recorded.stream_id],
            _ => Vec::new(),
        })
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
