//! The text of a panic can quote the value it broke on (`byte index 3 is not a char boundary of "…"`). Only the place is logged.

use std::panic::PanicHookInfo;

/// Replaces the standard hook, which prints the text.
pub(super) fn log_without_message() {
    std::panic::set_hook(Box::new(log));
}

fn log(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(location = place, "panicked");
}
