//! The law as plain functions: what follows from the facts of an application and the masters in force.
//!
//! - A rule is a folder named after what it decides (`start_date`, `tier` …); a version of it is one file, `law1.rs`, `law2.rs`. Its
//!   [`trace::Meta`] holds the legal source and the sentence that explains it; `applies` says from which date it counts.
//! - Every value a rule uses is read through the [`trace::Trace`]; what is not read cannot decide, and what is read stands in the
//!   calculation that is stored with the decision. A fact that is needed and unknown makes the result pending, never false or zero.
//! - Amounts, bounds and months that the prefecture or the ministry may change are rows of the [`masters::Masters`], with validity and
//!   status. Rules never ask for the time.
//!
//! # Adding a version of a rule
//! Add `law<n>.rs` beside the earlier ones with its `Version`, and its line at the end of the folder's `VERSIONS`. Earlier files stay as they are:
//! decisions taken under them are run again under them.

pub mod apportionment;
pub mod approval_route;
pub mod asked;
pub mod board_hearing;
pub mod by_hand;
pub mod cap;
pub mod caution;
pub mod certificate_print;
pub mod continuity;
pub mod deadline;
pub mod designation;
pub mod determination;
pub mod documents;
pub mod double_entry;
pub mod eligibility;
pub mod end_date;
pub mod eval;
pub mod facts;
pub mod hardship;
pub mod household_change;
pub mod impact;
pub mod income_unit;
pub mod input;
pub mod jurisdiction;
pub mod levy;
pub mod low_income;
pub mod masters;
pub mod office_days;
pub mod own_share;
pub mod payer_number;
pub mod recipient_number;
pub mod reimbursement;
pub mod renewal_kind;
pub mod rerun;
pub mod rule_set;
#[cfg(test)]
mod rule_set_tests;
#[cfg(test)]
pub(crate) mod samples;
pub mod severity;
pub mod start_date;
pub mod tax_year;
#[cfg(test)]
mod temporal_sweep;
pub mod tier;
pub mod trace;
pub mod val;
pub mod version;

pub use asked::Asked;
pub use caution::Caution;
pub use determination::{Determination, determine};
pub use facts::{DiseaseFacts, Facts, Member};
pub use input::{Input, Stop};
pub use masters::Masters;
pub use rule_set::RuleSet;
pub use trace::{Trace, TraceStep};
