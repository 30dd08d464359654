//! A transmittal list (進達書): applications that an office hands to the division together, and what arrived of them.

mod case_checked;
mod drawn_up;
mod sent;

pub use case_checked::{CaseChecked, ReceiptOutcome, UnknownOutcome};
pub use drawn_up::DrawnUp;
pub use sent::Sent;

crate::event_set::event_set! {
    /// Events of a transmittal list (進達書).
    TransmittalEvent, "transmittal" {
        /// 進達書を作成した。
        DrawnUp(DrawnUp) = "transmittal.drawn_up" v 1,
        /// 進達書を送った。
        Sent(Sent) = "transmittal.sent" v 1,
        /// 進達書の申請の到着を確かめた。
        CaseChecked(CaseChecked) = "transmittal.case_checked" v 1,
    }
}
