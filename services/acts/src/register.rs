//! Numbers from registers. Where only the register moved, the act is decided again with the next number, unseen by the person.

use casework::register::{AllocateNumber, Register};
use events::Log;
use events::ids::{StaffId, named_stream};
use events::register::RegisterEvent;
use jiff::civil::Date;
use store::Expected;
use uuid::Uuid;

use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts};

/// How often an act is decided again because other processes took the number.
pub(crate) const ATTEMPTS: usize = 50;

/// Stream of a register.
pub(crate) fn stream_of(register: &str) -> Uuid {
    named_stream(&format!("register/{register}"))
}

/// A number that is about to be taken.
pub(crate) struct Allocation {
    pub(crate) serial: u32,
    addition: Addition<RegisterEvent>,
}

impl Acts {
    /// The next number of a register. Hold [`Acts::allocating`] until it is committed.
    pub(crate) async fn next_number(
        &self,
        register: String,
        holder: Uuid,
        largest: u32,
        by: StaffId,
        today: Date,
    ) -> Result<Allocation, ActError> {
        let stream = stream_of(&register);
        let version = store::stream_version(self.pool(), Log::Casework, stream).await?;
        let Loaded { mut aggregate, version } = self.load_after::<Register, RegisterEvent>(stream, (version - 1).max(0)).await?;
        let facts = decide(&mut aggregate, AllocateNumber { by, register, holder, largest }).await?;
        let addition =
            Addition { stream, expected: Expected::Exactly(version), key: None, effective_on: today, cause: None, facts };
        Ok(Allocation { serial: aggregate.last(), addition })
    }
}

impl Submission {
    /// Takes the number in this act.
    pub(crate) fn take(&mut self, allocation: Allocation) -> Result<(), ActError> {
        self.add(allocation.addition).map(drop)
    }
}
