//! A letter to an applicant (通知文書): the notice of a decision, the request to correct. The bytes that went out are kept, sealed, and shown
//! again as they were.

mod issued;
mod kind;

pub use issued::{Issued, TextUsed};
pub use kind::{LetterKind, UnknownLetterKind};

crate::event_set::event_set! {
    /// Events of a letter (通知文書).
    LetterEvent, "letter" {
        /// 通知文書を作成した。
        Issued(Issued) = "letter.issued" v 2,
    }
}
