//! An impact study (影響調査): all awards of a period decided again in two ways, to see who would come out differently. Nothing in the
//! ledger changes by it.

mod asked;
mod ended;
mod group;
mod totals;
mod way;

pub use asked::Asked;
pub use ended::{Ended, Outcome};
pub use group::{Group, UnknownGroup};
pub use totals::Totals;
pub use way::Way;

crate::event_set::event_set! {
    /// Events of an impact study.
    ImpactEvent, "impact" {
        /// 影響調査を頼んだ。
        Asked(Asked) = "impact.asked" v 1,
        /// 影響調査が終わった。
        Ended(Ended) = "impact.ended" v 1,
    }
}
