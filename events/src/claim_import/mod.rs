//! Claims of institutions as the review and payment organisations list them (請求明細), checked against the ledger when they come in.
//!
//! A row names nobody: it says by which number, at which institution and in which month care was paid for. Amounts stand in clear because
//! the yearly totals are reckoned over them.

mod fault;
mod recorded;
mod row;

pub use fault::{Fault, UnknownFault};
pub use recorded::Recorded;
pub use row::{Care, ClaimRow, Matched, UnknownCare, digits_of};

crate::event_set::event_set! {
    /// Events of an import of claims.
    ClaimImportEvent, "claim_import" {
        /// 請求明細を取り込んだ。
        Recorded(Recorded) = "claim_import.recorded" v 1,
    }
}
