//! What is typed on the pages of an application, before it is one: raw texts by field name, kept as typed, read into the form only as a
//! whole. Nothing here knows of HTTP.

mod catalogue;
mod field;
mod reading;
mod sections;
#[cfg(test)]
mod tests;
mod texts;

pub use catalogue::Catalogue;
pub use field::{Field, FieldKind};
pub use reading::{Entry, Problem, Reading, read, read_section};
pub use sections::{COST_MONTHS, SECTIONS, Section, fields_of, sections_of};
pub use texts::{fill_arrival, texts_of};
