//! The monthly review of who saw what (月次点検): a sample and every signal of a month, judged one by one and signed off. Kept in the access
//! log, because it is about the access log.

mod opened;
mod row_judged;
mod signed_off;

pub use opened::{Opened, ReviewRow, Why};
pub use row_judged::{RowJudged, Verdict};
pub use signed_off::SignedOff;

crate::event_set::event_set! {
    /// Events of a monthly review (月次点検).
    AccessReviewEvent, "access_review" {
        /// 月次点検を始めた。
        Opened(Opened) = "access_review.opened" v 1,
        /// 点検の行を判定した。
        RowJudged(RowJudged) = "access_review.row_judged" v 1,
        /// 月次点検を終えた。
        SignedOff(SignedOff) = "access_review.signed_off" v 1,
    }
}
