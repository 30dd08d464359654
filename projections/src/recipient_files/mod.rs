//! What were review and payment organisations told of each award (受給者の連絡ファイル), and what did they not take? One row a file, one a line.

mod fold;
mod queries;
#[cfg(test)]
mod tests;
mod unanswered;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use fold::{Stage, UnknownStage};
pub use queries::{FileRow, ItemRow, ToldRow, all, items, one, pending, told};
pub use unanswered::{Unanswered, unanswered};

/// The read model.
pub struct RecipientFiles;

impl Projection for RecipientFiles {
    fn name(&self) -> &'static str {
        "recipient_files"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["recipient_file"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::keys(told)?)
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
