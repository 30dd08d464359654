//! A way of deciding.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::master::RowAdopted;

/// Which rules and which masters a study decides with.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Way {
    /// Position of the casework log up to which rows of the masters are known.
    pub masters_position: i64,
    /// Rules of which not all versions count, with how many do.
    pub rules: BTreeMap<String, u32>,
    /// Rows that nobody adopted, after all others (案).
    pub drafts: Vec<RowAdopted>,
}
