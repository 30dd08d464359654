//! An award (支給認定): the decision that grants the subsidy. One child has a chain of them; none is ever overwritten.

mod granted;

pub use granted::Granted;

crate::event_set::event_set! {
    /// Events of an award (支給認定).
    AwardEvent, "award" {
        /// 支給認定した。
        Granted(Granted) = "award.granted" v 1,
    }
}
