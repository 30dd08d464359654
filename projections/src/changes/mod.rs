//! What was changed, by whom, on whose authority? Entitlement data, masters, rules, forms, accounts and permissions, settings, builds,
//! migrations, the guards of the log, read models: for reports of changes, and to find what nobody had asked for.

mod approval;
mod entitlement;
mod fold;
mod kind;
mod program;
mod queries;
#[cfg(test)]
mod tests;
mod thing;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use approval::Approval;
pub use kind::{Basis, Kind, UnknownBasis, UnknownKind};
pub use queries::{Act, Change, Count, Filter, acts, counts, entries, months, of_act};

/// The read model.
pub struct Changes;

impl Projection for Changes {
    fn name(&self) -> &'static str {
        "changes"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &[
            "recipient",
            "award",
            "certificate",
            "household",
            "reimbursement",
            "erasure",
            "master",
            "account",
            "installation",
            "operation",
        ]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(vec![told.recorded.stream_id])
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
