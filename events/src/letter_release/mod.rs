//! A release of letters in bulk (通知文書の一括送付): whom a question finds and whom it leaves out, frozen by one person, released by another,
//! made by a worker.

mod ended;
mod exclusion;
mod prepared;
mod released;
mod withdrawn;

pub use ended::{Ended, Outcome};
pub use exclusion::{Excluded, Exclusion, UnknownExclusion};
pub use prepared::{Addressed, Prepared};
pub use released::Released;
pub use withdrawn::Withdrawn;

crate::event_set::event_set! {
    /// Events of a release of letters.
    LetterReleaseEvent, "letter_release" {
        /// 一括送付の対象を決めた。
        Prepared(Prepared) = "letter_release.prepared" v 2,
        /// 一括送付を承認した。
        Released(Released) = "letter_release.released" v 1,
        /// 一括送付を取りやめた。
        Withdrawn(Withdrawn) = "letter_release.withdrawn" v 1,
        /// 一括送付の通知文書を作り終えた。
        Ended(Ended) = "letter_release.ended" v 1,
    }
}
