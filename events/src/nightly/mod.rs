//! The nightly run (夜間処理): what somebody must look at, found night by night, and what became of it.

mod closed;
mod found;
mod ran;
mod settled;

use jiff::civil::Date;
use uuid::Uuid;

pub use closed::{Closed, Outcome, UnknownOutcome};
pub use found::{Finding, Found, TaskKind, UnknownTaskKind};
pub use ran::Ran;
pub use settled::Settled;

crate::event_set::event_set! {
    /// Events of the nightly run.
    NightlyEvent, "nightly" {
        /// 夜間処理で見つけた。
        Found(Found) = "nightly.found" v 1,
        /// 見つけたことが解消していた。
        Settled(Settled) = "nightly.settled" v 1,
        /// 夜間処理を終えた。
        Ran(Ran) = "nightly.ran" v 2,
        /// 職員が処理した。
        Closed(Closed) = "nightly.closed" v 1,
    }
}

/// The stream of one night.
pub fn stream_of(night: Date) -> Uuid {
    crate::ids::named_stream(&format!("nightly/{night}"))
}
