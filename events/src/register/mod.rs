//! Registers of numbers (採番簿): numbers are given once and never again.

mod number_allocated;

pub use number_allocated::NumberAllocated;

crate::event_set::event_set! {
    /// Events of a register of numbers (採番簿).
    RegisterEvent, "register" {
        /// 番号を割り当てた。
        NumberAllocated(NumberAllocated) = "register.number_allocated" v 1,
    }
}
