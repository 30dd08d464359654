//! A batch of payments (療養費の支払の一覧): decided claims that are paid together, drawn up by one person, released by another, handed over as files, and
//! answered line by line.
//!
//! It names nobody and holds no account: both stand sealed in the streams of the claims, and the files are made from there each time.

mod delivered;
mod drawn_up;
mod file;
mod line;
mod outcome;
mod released;
mod results_taken;
mod taken_back;

pub use delivered::Delivered;
pub use drawn_up::DrawnUp;
pub use file::{FrozenFile, PaymentFile, PaymentRecord, RecordLayout, UnknownPaymentFile, UnknownPaymentRecord};
pub use line::PaymentLine;
pub use outcome::{PaymentOutcome, TransferFault, UnknownTransferFault};
pub use released::Released;
pub use results_taken::{LineResult, ResultsTaken};
pub use taken_back::TakenBack;

crate::event_set::event_set! {
    /// Events of a batch of payments.
    PaymentBatchEvent, "payment_batch" {
        /// 支払の一覧を作った。
        DrawnUp(DrawnUp) = "payment_batch.drawn_up" v 1,
        /// 支払の一覧を承認した。
        Released(Released) = "payment_batch.released" v 1,
        /// 支払の一覧を取りやめた。
        TakenBack(TakenBack) = "payment_batch.taken_back" v 1,
        /// 支払の一覧を引き渡した。
        Delivered(Delivered) = "payment_batch.delivered" v 1,
        /// 振込の結果を取り込んだ。
        ResultsTaken(ResultsTaken) = "payment_batch.results_taken" v 1,
    }
}
