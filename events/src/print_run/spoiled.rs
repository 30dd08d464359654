//! 書損を記録した: the sheets of an item are destroyed and the same bytes are printed again. It never left the house, so it is the same
//! certificate, with the same serial and code; a new serial is for what was lost outside.

use serde::{Deserialize, Serialize};

use crate::vocabulary::SpoilReason;

/// The sheets of an item were spoiled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Spoiled {
    /// Its ordinal.
    pub item: u32,
    /// What spoiled them.
    pub reason: SpoilReason,
}

crate::personal::personal!(Spoiled);
