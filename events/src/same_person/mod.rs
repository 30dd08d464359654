//! 同じ人: two rows of the ledger that turned out to be one child. One stream a row that others no longer go on from; nothing of either
//! history is moved or changed, and undoing leaves both as they were.

mod linked;
mod unlinked;

pub use linked::Linked;
pub use unlinked::Unlinked;

crate::event_set::event_set! {
    /// Events about two rows of one person (同じ人).
    SamePersonEvent, "same_person" {
        /// 同じ人として結び付けた。
        Linked(Linked) = "same_person.linked" v 1,
        /// 結び付けを取り消した。
        Unlinked(Unlinked) = "same_person.unlinked" v 1,
    }
}

/// The stream in which it is told of a recipient that it goes on under another.
pub fn stream_of(recipient: crate::ids::RecipientId) -> uuid::Uuid {
    crate::ids::named_stream(&format!("same_person/{recipient}"))
}
