//! Claims of institutions as the review and payment organisations list them (請求明細), checked against the ledger when they come in.
//!
//! A row names nobody: it says by which number, at which institution and in which month care was paid for. Amounts stand in clear because
//! the yearly totals are reckoned over them.

mod fault;
mod recorded;
mod row;
mod taken_back;

pub use fault::{Fault, UnknownFault};
pub use recorded::Recorded;
pub use row::{Care, ClaimRow, Matched, UnknownCare, digits_of};
pub use taken_back::{TakenBack, Used};

crate::event_set::event_set! {
    /// Events of an import of claims.
    ClaimImportEvent, "claim_import" {
        /// 請求明細を取り込んだ。
        Recorded(Recorded) = "claim_import.recorded" v 1,
        /// 請求明細の取込を取り消した。
        TakenBack(TakenBack) = "claim_import.taken_back" v 1,
    }
}
