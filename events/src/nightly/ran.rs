//! 夜間処理を終えた: once a night, with counts that add up.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A run of one night.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ran {
    /// The night.
    pub night: Date,
    /// The night of the run before; nights between were missed and are covered by this run.
    pub after: Option<Date>,
    /// Persons that were looked at.
    pub persons: u32,
    /// Open cases that were looked at.
    pub cases: u32,
    /// What stands today, by kind; what was found before included.
    pub standing: BTreeMap<String, u32>,
    /// Of these, found for the first time.
    pub found: u32,
    /// Found before and no longer so.
    pub settled: u32,
    /// Awards whose days had run out without another going on, and which this run ended.
    pub ended: u32,
    /// Every person looked at, by whether they are asked for their renewal and why not; adds up to `persons`.
    pub renewals: BTreeMap<String, u32>,
}

crate::personal::personal!(Ran);
