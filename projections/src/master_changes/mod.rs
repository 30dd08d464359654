//! Which proposals to change the masters are there, and which wait? One row a proposal.

mod fold;
mod queries;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{MasterChangeRow, Stage, newest, waiting};

/// The read model.
pub struct MasterChanges;

impl Projection for MasterChanges {
    fn name(&self) -> &'static str {
        "master_changes"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["master_change"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
