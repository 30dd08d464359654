//! Notices (届): received at the counter, settled in the division together with everything that follows from them.

mod case;
mod hand;
mod known;
mod receive;
mod settle;

pub use case::NoticeCase;
pub use hand::ReturnNoticeInput;
pub use known::Known;
pub(crate) use known::Newest;
pub use receive::{AmendNoticeInput, NoticeReceipt, ReceiveNoticeInput};
pub(crate) use receive::{number, year};
pub use settle::HouseholdEffect;
