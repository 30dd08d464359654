//! Numbers from registers. Where only the register moved, the act is decided again with the next number, unseen by the person.

use casework::register::{AllocateNumber, Register};
use events::Log;
use events::ids::{ApplicationId, StaffId, named_stream};
use events::register::RegisterEvent;
use events::vocabulary::{DecisionNumber, FiscalYear};
use jiff::civil::Date;
use store::Expected;
use uuid::Uuid;

use crate::load::{Loaded, decide};
use crate::submission::{Addition, Submission};
use crate::{ActError, Acts, Request};

/// How often an act is decided again because other processes took the number.
pub(crate) const ATTEMPTS: usize = 50;

/// Stream of a register.
pub(crate) fn stream_of(register: &str) -> Uuid {
    named_stream(&format!("register/{register}"))
}

/// Largest number of a letter or decision in a year.
pub(crate) const LARGEST_OF_A_YEAR: u32 = 9_999_999;

/// The fiscal year of a day, counted in 令和.
pub(crate) fn fiscal_year(on: Date) -> Result<u8, ActError> {
    u8::try_from(FiscalYear::containing(on).year() - 2018).map_err(|error| ActError::internal(&error))
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

/// The register of decision numbers, and the number a decision takes from it.
pub(crate) struct Decisions {
    register: String,
    year: u8,
}

impl Decisions {
    /// The register of the fiscal year of a day.
    pub(crate) fn of(today: Date) -> Result<Self, ActError> {
        let year = fiscal_year(today)?;
        Ok(Self { register: Register::of_decisions(year), year })
    }

    /// Its stream.
    pub(crate) fn stream(&self) -> Uuid {
        stream_of(&self.register)
    }

    /// The next number. Hold [`Acts::allocating`] until it is committed.
    pub(crate) async fn next(
        &self,
        acts: &Acts,
        request: &Request,
        case: ApplicationId,
    ) -> Result<(DecisionNumber, Allocation), ActError> {
        let (by, today) = (request.actor.id, request.today);
        let allocation = acts.next_number(self.register.clone(), case.0, LARGEST_OF_A_YEAR, by, today).await?;
        Ok((DecisionNumber { year: self.year, serial: allocation.serial }, allocation))
    }
}

impl Submission {
    /// Takes the number in this act.
    pub(crate) fn take(&mut self, allocation: Allocation) -> Result<(), ActError> {
        self.add(allocation.addition).map(drop)
    }
}
