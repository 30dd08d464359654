//! Whether everything that is stored is what it was: hashes and links of both logs, checkpoints and their signatures here and in the places
//! they were copied to, histories that could have come about, decisions that come out again, papers kept as they were attached, read models that are what the log says.
//!
//! [`Verifier::run`] does all of it once, tells how far it is, can be stopped and gone on with; [`Exports`] does what can be done without a
//! database, from exported files, with the same codes; [`Report`] says what was found, for people,
//! for programs and as the verification certificate (検証証明書). Nothing is changed by looking.
//!
//! # Reading order
//! [`Verifier`] (the order of the work) → [`checkpoints`] (what signed statements demand) → [`Report`] (kinds and their codes).

mod certificate;
pub mod checkpoints;
mod decisions;
mod exported;
mod logs;
mod papers;
mod progress;
mod questions;
mod report;
mod state;
mod verifier;

pub use decisions::Decisions;
pub use exported::{Exports, ExportsError};
pub use papers::Papers;
pub use progress::{Progress, Step};
pub use report::{Code, Fault, LogFinding, ProjectionFinding, Report, Source};
pub use state::{State, StateError};
pub use verifier::{Outcome, Plan, Verifier, VerifyError};
