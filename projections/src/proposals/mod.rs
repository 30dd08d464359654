//! Which cases stand on which proposal (起案), and how far has each come? One row a case; proposed again, it stands on the newer one.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{ProposalRow, Unseen, newest, on, unseen};

/// The read model.
pub struct Proposals;

impl Projection for Proposals {
    fn name(&self) -> &'static str {
        "proposals"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["application"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::concerns(told)?.then_some(told.recorded.stream_id).into_iter().collect())
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
