//! Whose records may go, and what became of it? One row a person: a recipient with the applications that led there, or an application that
//! was refused. A row says when the last entitlement ended and how far an erasure has come; nothing in it is personal but the number by
//! which staff know the case. How long records are kept stands in the masters and is asked when the question is put.

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{Person, Stage, UnknownStage, history, of_person, over, told_of};

/// The read model.
pub struct Retention;

impl Projection for Retention {
    fn name(&self) -> &'static str {
        "retention"
    }

    fn version(&self) -> i32 {
        3
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["application", "award", "household", "erasure"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::touched(told)?)
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
