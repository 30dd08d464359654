//! 送付先: where post for a recipient goes instead of the home. One stream a recipient; the residence is told elsewhere and stays as it is.

mod changed;
mod ended;
mod registered;

pub use changed::Changed;
pub use ended::Ended;
pub use registered::{MailTo, Registered};

crate::event_set::event_set! {
    /// Events of a mailing address (送付先).
    MailingEvent, "mailing" {
        /// 送付先を記録した。
        Registered(Registered) = "mailing.registered" v 1,
        /// 送付先を改めた。
        Changed(Changed) = "mailing.changed" v 1,
        /// 送付先を終えた。
        Ended(Ended) = "mailing.ended" v 1,
    }
}

/// The stream in which it is told where post for a recipient goes.
pub fn stream_of(recipient: crate::ids::RecipientId) -> uuid::Uuid {
    crate::ids::named_stream(&format!("mailing/{recipient}"))
}
