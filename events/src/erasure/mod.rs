//! The erasure of one person (個人情報の消去): proposed by one member of staff, carried out by another. The events say whose keys went and
//! when, and nothing about the person; what a reason says lies under the person's own key and goes with it.

mod carried_out;
mod certified;
mod held;
mod proposed;
mod reapplied;
mod released;
mod withdrawn;

pub use carried_out::CarriedOut;
pub use certified::Certified;
pub use held::Held;
pub use proposed::Proposed;
pub use reapplied::Reapplied;
pub use released::Released;
pub use withdrawn::Withdrawn;

crate::event_set::event_set! {
    /// Events of an erasure (消去).
    ErasureEvent, "erasure" {
        /// 消去を起案した。
        Proposed(Proposed) = "erasure.proposed" v 1,
        /// 起案を取り下げた。
        Withdrawn(Withdrawn) = "erasure.withdrawn" v 1,
        /// 消去を差し止めた。
        Held(Held) = "erasure.held" v 1,
        /// 差し止めを解いた。
        Released(Released) = "erasure.released" v 1,
        /// 消去した。
        CarriedOut(CarriedOut) = "erasure.carried_out" v 1,
        /// 消去証明書を作成した。
        Certified(Certified) = "erasure.certified" v 1,
        /// 復元した記録に、消去をやり直した。
        Reapplied(Reapplied) = "erasure.reapplied" v 1,
    }
}

/// The stream in which the erasure of a person is told.
pub fn stream_of(person: crate::ids::SubjectId) -> uuid::Uuid {
    crate::ids::named_stream(&format!("erasure/{person}"))
}
