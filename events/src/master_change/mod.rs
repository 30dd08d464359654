//! A proposal to change the masters (マスタの改定案): rows that one person writes and another approves. Until then nothing counts.

mod approved;
mod proposed;
mod returned;
mod withdrawn;

pub use approved::Approved;
pub use proposed::Proposed;
pub use returned::Returned;
pub use withdrawn::Withdrawn;

crate::event_set::event_set! {
    /// Events of a proposal to change the masters.
    MasterChangeEvent, "master_change" {
        /// 改定案を作成した、書き直した。
        Proposed(Proposed) = "master_change.proposed" v 1,
        /// 改定案を差し戻した。
        Returned(Returned) = "master_change.returned" v 1,
        /// 改定案を取り下げた。
        Withdrawn(Withdrawn) = "master_change.withdrawn" v 1,
        /// 改定案を承認した。
        Approved(Approved) = "master_change.approved" v 1,
    }
}
