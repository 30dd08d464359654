//! 引き継ぐ: a right that the old ledger decided becomes a record here, once. Nobody decides on it again.

use events::Actor;
use events::application::{ApplicationEvent, TakenOver};

use crate::Refusal;
use crate::application::Application;

/// Take a decided right over.
#[derive(Clone, PartialEq, Debug)]
pub struct TakeOver {
    /// Who acts: the program, as it was approved.
    pub who: Actor,
    /// The record.
    pub record: TakenOver,
}

impl TakeOver {
    /// What follows, or why nothing may follow.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(self, case: &Application) -> Result<Vec<ApplicationEvent>, Refusal> {
        if case.stage().is_some() { Err(Refusal::AlreadyReceived) } else { Ok(vec![self.record.into()]) }
    }
}
