//! An attachment (添付書類): a scanned paper of an application, kept sealed under the key of the person it is about.

mod added;
mod withdrawn;

pub use added::{Added, ScanKind, UnknownScanKind};
pub use withdrawn::Withdrawn;

crate::event_set::event_set! {
    /// Events of an attachment (添付書類).
    AttachmentEvent, "attachment" {
        /// 書類を添付した。
        Added(Added) = "attachment.added" v 1,
        /// 添付を取り消した。
        Withdrawn(Withdrawn) = "attachment.withdrawn" v 1,
    }
}
