//! Which lists has an office sent, and what arrived of them? One row a list.

mod fold;
mod queries;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use queries::{TransmittalRow, newest};

/// The read model.
pub struct Transmittals;

impl Projection for Transmittals {
    fn name(&self) -> &'static str {
        "transmittals"
    }

    fn version(&self) -> i32 {
        1
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["transmittal"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
