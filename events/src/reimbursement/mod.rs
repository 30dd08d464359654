//! A reimbursement (療養費の償還払い): what a family paid beyond its share, claimed afterwards, computed, decided and paid.

mod claim;
mod corrected;
mod correction_dropped;
mod correction_proposed;
mod decided;
mod examined;
mod received;
mod withdrawn;

pub use claim::{AccountKind, BankAccount, Claim, ClaimMonth, MonthAmount, UnknownAccountKind};
pub use corrected::Corrected;
pub use correction_dropped::CorrectionDropped;
pub use correction_proposed::CorrectionProposed;
pub use decided::Decided;
pub use examined::Examined;
pub use received::Received;
pub use withdrawn::Withdrawn;

crate::event_set::event_set! {
    /// Events of a reimbursement (療養費).
    ReimbursementEvent, "reimbursement" {
        /// 療養費の請求を受け付けた。
        Received(Received) = "reimbursement.received" v 1,
        /// 療養費の額を算定した。
        Examined(Examined) = "reimbursement.examined" v 1,
        /// 療養費を決定した。
        Decided(Decided) = "reimbursement.decided" v 1,
        /// 支給の訂正を起案した。
        CorrectionProposed(CorrectionProposed) = "reimbursement.correction_proposed" v 1,
        /// 支給の訂正の起案をやめた。
        CorrectionDropped(CorrectionDropped) = "reimbursement.correction_dropped" v 1,
        /// 支給を訂正した。
        Corrected(Corrected) = "reimbursement.corrected" v 1,
        /// 療養費の請求を取り下げた。
        Withdrawn(Withdrawn) = "reimbursement.withdrawn" v 1,
    }
}
