//! 指定医 and 指定医療機関: whose opinion counts and whose care is paid for (児童福祉法第19条の3、第19条の9). A doctor and an institution are
//! designated in the same way, for a term, and leave the register in the same way; what differs stands in [`Holder`].

mod changed;
mod ended;
mod granted;
mod holder;
mod own_authority;
mod renewed;

pub use changed::Changed;
pub use ended::Ended;
pub use granted::Granted;
pub use holder::Holder;
pub use own_authority::OwnAuthority;
pub use renewed::Renewed;

crate::event_set::event_set! {
    /// Events of a designation (指定).
    DesignationEvent, "designation" {
        /// 指定した。
        Granted(Granted) = "designation.granted" v 1,
        /// 指定を更新した。
        Renewed(Renewed) = "designation.renewed" v 1,
        /// 指定の内容が変わった。
        Changed(Changed) = "designation.changed" v 1,
        /// 指定が終わった。
        Ended(Ended) = "designation.ended" v 1,
    }
}
