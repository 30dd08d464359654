//! 療養費の償還払い: received at the counter, computed by the rule, decided by another person.

mod accounts;
mod case;
mod examine;
mod hand;
mod receive;

pub use accounts::RevealedAccounts;
pub use case::ReimbursementCase;
pub use examine::{Computed, ComputedMonth};
pub(crate) use hand::PAID_MONTH;
pub use receive::{ClaimReceipt, ReceiveClaimInput};
