//! Who saw what? Every event of the access log, by member of staff and by the persons it showed; and what in it deserves a look
//! ([`signals`]).

mod fold;
mod queries;
pub mod signals;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{
    Access, Cell, Looker, StaffMonth, at_positions, heat, looking_at, of_staff, of_subjects, revealed_by, samples, staff,
};

/// The read model.
pub struct AccessEntries;

impl Projection for AccessEntries {
    fn name(&self) -> &'static str {
        "access"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Access
    }

    fn streams(&self) -> &'static [&'static str] {
        &["viewing", "access_review", "audit"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.actor_id.0])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
