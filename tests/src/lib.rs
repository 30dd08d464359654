//! Whole-system tests drive the real program: `daicho demo` as a process of its own with its own database cluster, and people who talk to
//! it over HTTP or through a browser.
//!
//! To add one: take a [`Demo`], sign in a [`Visitor`], act, look. One test binary a subject (`story`, `faults`, `leaks`, `bad_input`), for
//! every binary costs a link; within a binary one demo serves all [`Parts`], for every demo costs a start.

pub mod application;
pub mod board;
pub mod browser;
pub mod canary;
pub mod case;
pub mod cluster;
pub mod collector;
pub mod demo;
pub mod page;
pub mod parts;
pub mod visitor;

use std::time::Duration;

pub use application::Application;
pub use case::Case;
pub use demo::Demo;
pub use page::{Form, Page};
pub use parts::Parts;
pub use visitor::Visitor;

/// Longest wait for anything that must come about, on however slow a machine.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// Password of every demo account; printed on the demo's sign-in page.
pub const PASSWORD: &str = "mihon-daicho-2026";

/// A command id as a form would carry it, each time another, for forms that no page offers. Of a fixed moment: only that it is new counts.
pub fn command_id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut bytes = [0_u8; 10];
    bytes[2..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(1_795_000_000_000, &bytes).into_uuid().to_string()
}
