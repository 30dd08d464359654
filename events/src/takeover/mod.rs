//! A takeover (旧台帳からの移行): a spreadsheet of the old ledger is received, read, checked row by row by one person and taken over by another.
//! Whatever nobody has touched since can be taken back.

mod approved;
mod carried_out;
mod checked;
mod prepared;
mod received;
mod reversal_asked;
mod reversed;

pub use approved::Approved;
pub use carried_out::CarriedOut;
pub use checked::{Checked, Verdicts};
pub use prepared::Prepared;
pub use received::Received;
pub use reversal_asked::ReversalAsked;
pub use reversed::Reversed;

crate::event_set::event_set! {
    /// Events of a takeover.
    TakeoverEvent, "takeover" {
        /// 旧台帳のファイルを受け取った。
        Received(Received) = "takeover.received" v 1,
        /// どの列を何として読むかを決めた。
        Prepared(Prepared) = "takeover.prepared" v 1,
        /// すべての行を判定した。
        Checked(Checked) = "takeover.checked" v 1,
        /// 引き継ぐことを決裁した。
        Approved(Approved) = "takeover.approved" v 1,
        /// 引き継ぎを終えた。
        CarriedOut(CarriedOut) = "takeover.carried_out" v 1,
        /// 引き継ぎの取消しを求めた。
        ReversalAsked(ReversalAsked) = "takeover.reversal_asked" v 1,
        /// 引き継ぎを取り消した。
        Reversed(Reversed) = "takeover.reversed" v 1,
    }
}
