//! A recipient (受給者): the child as the ledger knows it.

mod registered;

pub use registered::{Guardian, Registered};

crate::event_set::event_set! {
    /// Events of a recipient (受給者).
    RecipientEvent, "recipient" {
        /// 受給者として登録した。
        Registered(Registered) = "recipient.registered" v 1,
    }
}
