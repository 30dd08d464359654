//! A monthly file for a review and payment organisation (受給者の連絡ファイル): whose right is new, changed or lost since the last file it was
//! given, frozen by one person, released by another, delivered, and answered with a result.
//!
//! It names nobody: recipient numbers, days and caps stand in clear as everywhere; names and birth dates come from the ledger, as it was known
//! when the file was frozen, each time the file is made.

mod body;
mod delivered;
mod item;
mod layout;
mod prepared;
mod released;
mod result_imported;
mod withdrawn;

pub use body::{ReviewBody, UnknownReviewBody};
pub use delivered::Delivered;
pub use item::{Entry, Item, ItemKind, Undecided, UnknownItemKind};
pub use layout::{FileEncoding, FileForm, FileLayout, UnknownFileEncoding, UnknownFileForm};
pub use prepared::Prepared;
pub use released::Released;
pub use result_imported::{Rejected, ResultImported};
pub use withdrawn::Withdrawn;

crate::event_set::event_set! {
    /// Events of a file for a review and payment organisation.
    RecipientFileEvent, "recipient_file" {
        /// 連絡ファイルの内容を確定した。
        Prepared(Prepared) = "recipient_file.prepared" v 2,
        /// 連絡ファイルを承認した。
        Released(Released) = "recipient_file.released" v 1,
        /// 連絡ファイルを取りやめた。
        Withdrawn(Withdrawn) = "recipient_file.withdrawn" v 1,
        /// 連絡ファイルを提出した。
        Delivered(Delivered) = "recipient_file.delivered" v 1,
        /// 連絡ファイルの結果を取り込んだ。
        ResultImported(ResultImported) = "recipient_file.result_imported" v 1,
    }
}
