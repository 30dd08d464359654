//! How far has a renewal campaign (一斉更新) come: who was asked, who applied, whose renewal is decided, who is missing? The population is a
//! table; what became of each person is asked of the ledger and the worklist.

mod fold;
mod population;
mod queries;
#[cfg(test)]
mod tests;

use store::{Cause, Projection, Told};
use uuid::Uuid;

pub use population::{PersonRow, population};
pub use queries::{
    CampaignRow, Cell, PeopleFilter, PersonState, StateRow, UnknownState, all, decided_since, funnel, in_line, one, people,
};

/// The read model.
pub struct Campaigns;

impl Projection for Campaigns {
    fn name(&self) -> &'static str {
        "campaigns"
    }

    fn version(&self) -> i32 {
        2
    }

    fn log(&self) -> events::Log {
        events::Log::Casework
    }

    fn streams(&self) -> &'static [&'static str] {
        &["campaign"]
    }

    fn keys(&self, told: &Told) -> Result<Vec<Uuid>, Cause> {
        Ok(fold::keys(told)?)
    }

    fn fold(&self) -> Box<dyn store::Fold> {
        Box::new(fold::Fold::default())
    }
}
