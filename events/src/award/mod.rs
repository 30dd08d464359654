//! An award (支給認定): the decision that grants the subsidy. One child has a chain of them; none is ever overwritten.

mod ended;
mod granted;
mod replaced;

pub use ended::{EndGround, Ended, UnknownGround};
pub use granted::Granted;
pub use replaced::Replaced;

crate::event_set::event_set! {
    /// Events of an award (支給認定).
    AwardEvent, "award" {
        /// 支給認定した。
        Granted(Granted) = "award.granted" v 2,
        /// 別の支給認定に替わった。
        Replaced(Replaced) = "award.replaced" v 1,
        /// 支給認定が終わった。
        Ended(Ended) = "award.ended" v 1,
    }
}
