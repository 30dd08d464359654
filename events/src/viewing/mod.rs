//! The access log (閲覧記録): who signed in, who saw whom. Kept in a log of its own; where it cannot be written, nothing is shown.

mod address_revealed;
mod document_opened;
mod my_number_revealed;
mod person_viewed;
mod sign_in_refused;
mod signed_in;
mod signed_out;
mod table_exported;

pub use address_revealed::AddressRevealed;
pub use document_opened::DocumentOpened;
pub use my_number_revealed::MyNumberRevealed;
pub use person_viewed::PersonViewed;
pub use sign_in_refused::{SignInRefusal, SignInRefused};
pub use signed_in::SignedIn;
pub use signed_out::SignedOut;
pub use table_exported::TableExported;

crate::event_set::event_set! {
    /// Events of the access log (閲覧記録).
    ViewingEvent, "viewing" {
        /// サインインした。
        SignedIn(SignedIn) = "viewing.signed_in" v 1,
        /// サインインを断った。
        SignInRefused(SignInRefused) = "viewing.sign_in_refused" v 1,
        /// サインアウトした。
        SignedOut(SignedOut) = "viewing.signed_out" v 1,
        /// 個人の情報を表示した。
        PersonViewed(PersonViewed) = "viewing.person_viewed" v 1,
        /// 発行済み文書を開いた。
        DocumentOpened(DocumentOpened) = "viewing.document_opened" v 1,
        /// 個人番号を表示した。
        MyNumberRevealed(MyNumberRevealed) = "viewing.my_number_revealed" v 1,
        /// 支援措置の対象者の住所を表示した。
        AddressRevealed(AddressRevealed) = "viewing.address_revealed" v 1,
        /// 一覧を書き出した。
        TableExported(TableExported) = "viewing.table_exported" v 1,
    }
}
