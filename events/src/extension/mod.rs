//! A mass extension (有効期間の一括延長): an order for a disaster or an epidemic lets awards that end within a period count longer. Proposed by one,
//! approved by another; each award then tells it by an event of its own.

mod approved;
mod carried_out;
mod dropped;
mod plan;
mod proposed;

pub use approved::Approved;
pub use carried_out::{CarriedOut, Left, LeftGround, UnknownLeftGround};
pub use dropped::Dropped;
pub use plan::Plan;
pub use proposed::{Exclusion, Proposed};

crate::event_set::event_set! {
    /// Events of a mass extension (有効期間の一括延長).
    ExtensionEvent, "extension" {
        /// 一括延長を起案した。
        Proposed(Proposed) = "extension.proposed" v 1,
        /// 一括延長の起案をやめた。
        Dropped(Dropped) = "extension.dropped" v 1,
        /// 一括延長を決裁した。
        Approved(Approved) = "extension.approved" v 1,
        /// 一括延長を終えた。
        CarriedOut(CarriedOut) = "extension.carried_out" v 1,
    }
}
