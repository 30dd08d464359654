//! A reimbursement (療養費の償還払い): what a family paid beyond its share, claimed afterwards, computed, decided and paid.

mod account_change_dropped;
mod account_change_proposed;
mod account_changed;
mod claim;
mod corrected;
mod correction_dropped;
mod correction_proposed;
mod decided;
mod examined;
mod payment_planned;
mod payment_released;
mod payment_settled;
mod payment_taken_back;
mod received;
mod withdrawn;

pub use account_change_dropped::AccountChangeDropped;
pub use account_change_proposed::AccountChangeProposed;
pub use account_changed::AccountChanged;
pub use claim::{AccountKind, BankAccount, Claim, ClaimMonth, MonthAmount, UnknownAccountKind};
pub use corrected::Corrected;
pub use correction_dropped::CorrectionDropped;
pub use correction_proposed::CorrectionProposed;
pub use decided::Decided;
pub use examined::Examined;
pub use payment_planned::PaymentPlanned;
pub use payment_released::PaymentReleased;
pub use payment_settled::PaymentSettled;
pub use payment_taken_back::PaymentTakenBack;
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
        /// 支払の一覧に載せた。
        PaymentPlanned(PaymentPlanned) = "reimbursement.payment_planned" v 1,
        /// 支払を承認した。
        PaymentReleased(PaymentReleased) = "reimbursement.payment_released" v 1,
        /// 支払の一覧が取りやめになった。
        PaymentTakenBack(PaymentTakenBack) = "reimbursement.payment_taken_back" v 1,
        /// 振込の結果が出た。
        PaymentSettled(PaymentSettled) = "reimbursement.payment_settled" v 1,
        /// 振込先の変更を起案した。
        AccountChangeProposed(AccountChangeProposed) = "reimbursement.account_change_proposed" v 1,
        /// 振込先の変更の起案をやめた。
        AccountChangeDropped(AccountChangeDropped) = "reimbursement.account_change_dropped" v 1,
        /// 振込先を変更した。
        AccountChanged(AccountChanged) = "reimbursement.account_changed" v 1,
    }
}
