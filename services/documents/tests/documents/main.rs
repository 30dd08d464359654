//! The documents as files: fields, standards, determinism. Needs the fonts and poppler-utils; without them it fails.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod fields;
mod file;
mod support;
