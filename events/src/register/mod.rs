//! Registers of numbers (採番簿): numbers are given once and never again.

mod number_allocated;
mod numbers_taken_over;

pub use number_allocated::NumberAllocated;
pub use numbers_taken_over::NumbersTakenOver;

crate::event_set::event_set! {
    /// Events of a register of numbers (採番簿).
    RegisterEvent, "register" {
        /// 番号を割り当てた。
        NumberAllocated(NumberAllocated) = "register.number_allocated" v 1,
        /// 旧台帳が使った番号を引き継いだ。
        NumbersTakenOver(NumbersTakenOver) = "register.numbers_taken_over" v 1,
    }
}
