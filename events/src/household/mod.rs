//! A household (世帯): those whose care is paid under one health insurance, so that together they pay no more than the highest cap among
//! them (世帯内按分, 児童福祉法施行令第22条第2項). Recipients of this ledger, children who applied, and people outside it who are entitled under 指定難病.

mod member_left;
mod member_recorded;

pub use member_left::MemberLeft;
pub use member_recorded::{MemberRecorded, OutsidePerson, Part};

crate::event_set::event_set! {
    /// Events of a household (世帯).
    HouseholdEvent, "household" {
        /// 世帯の人を記録した。
        MemberRecorded(MemberRecorded) = "household.member_recorded" v 1,
        /// 世帯から外れた。
        MemberLeft(MemberLeft) = "household.member_left" v 1,
    }
}
