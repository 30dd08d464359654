//! The governor's seal (公印): its picture, in versions. One person proposes another picture, a second adopts it.

mod adopted;
mod dropped;
mod proposed;

pub use adopted::Adopted;
pub use dropped::Dropped;
pub use proposed::Proposed;

crate::event_set::event_set! {
    /// Events of the seal (公印).
    SealEvent, "seal" {
        /// 印影の登録を起案した。
        Proposed(Proposed) = "seal.proposed" v 1,
        /// 印影の登録を承認した。
        Adopted(Adopted) = "seal.adopted" v 1,
        /// 印影の登録をやめた。
        Dropped(Dropped) = "seal.dropped" v 1,
    }
}

/// The stream of the seal: there is one.
pub fn stream() -> uuid::Uuid {
    crate::ids::named_stream("seal")
}
