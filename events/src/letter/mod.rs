//! A letter to an applicant (通知文書): the notice of a decision, the request to correct. The bytes that went out are kept, sealed, and shown
//! again as they were; when it was posted, whether it came back and what became of that is told beside them.

mod address_checked;
mod issued;
mod kind;
mod posted;
mod returned;

pub use address_checked::AddressChecked;
pub use issued::{Issued, TextUsed};
pub use kind::{LetterKind, UnknownLetterKind};
pub use posted::Posted;
pub use returned::Returned;

crate::event_set::event_set! {
    /// Events of a letter (通知文書).
    LetterEvent, "letter" {
        /// 通知文書を作成した。
        Issued(Issued) = "letter.issued" v 2,
        /// 通知文書を発送した。
        Posted(Posted) = "letter.posted" v 1,
        /// 通知文書が返戻された。
        Returned(Returned) = "letter.returned" v 1,
        /// 返戻された通知文書の送り先を確かめた。
        AddressChecked(AddressChecked) = "letter.address_checked" v 1,
    }
}
