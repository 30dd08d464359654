//! A print run (発行): certificates chosen by a question and frozen, rendered, released by a second person, printed, put into envelopes, posted.
//! What is counted at each step is compared with what was decided, so that nothing is left out unseen.

mod closed;
mod explained;
mod frozen;
mod halted;
mod matched;
mod mismatched;
mod posted;
mod printed;
mod released;
mod rendered;
mod returned;
mod settled;
mod spoiled;

pub use closed::Closed;
pub use explained::Explained;
pub use frozen::{Frozen, LeftOut, PrintItem, PrintQuery};
pub use halted::{Halted, Resumed};
pub use matched::Matched;
pub use mismatched::{FoundSheet, Mismatched};
pub use posted::Posted;
pub use printed::Printed;
pub use released::Released;
pub use rendered::Rendered;
pub use returned::Returned;
pub use settled::Settled;
pub use spoiled::Spoiled;

crate::event_set::event_set! {
    /// Events of a print run (発行).
    PrintRunEvent, "print_run" {
        /// 発行の対象を確定した。
        Frozen(Frozen) = "print_run.frozen" v 1,
        /// 印刷用のデータを作成した。
        Rendered(Rendered) = "print_run.rendered" v 1,
        /// 印刷用のデータの作成を止めた。
        Halted(Halted) = "print_run.halted" v 1,
        /// 印刷用のデータの作成を再開した。
        Resumed(Resumed) = "print_run.resumed" v 1,
        /// 印刷を承認した。
        Released(Released) = "print_run.released" v 1,
        /// 印刷を確かめた。
        Printed(Printed) = "print_run.printed" v 1,
        /// 書損を記録した。
        Spoiled(Spoiled) = "print_run.spoiled" v 1,
        /// 封入を照合した。
        Matched(Matched) = "print_run.matched" v 1,
        /// 封入の中身が違った。
        Mismatched(Mismatched) = "print_run.mismatched" v 1,
        /// 発送した。
        Posted(Posted) = "print_run.posted" v 1,
        /// 返戻を受けた。
        Returned(Returned) = "print_run.returned" v 1,
        /// 差の理由を記録した。
        Explained(Explained) = "print_run.explained" v 1,
        /// 差の課題を終えた。
        Settled(Settled) = "print_run.settled" v 1,
        /// 発行を締めた。
        Closed(Closed) = "print_run.closed" v 1,
    }
}
