//! 統計: questions that count what the read models hold, as of a day and of a position of the log. No read model of its own: a figure and the
//! cases behind it come from the same rows.
//!
//! # Adding a figure
//! Of awards: a [`Dimension`]. Of something else: a file beside [`times`] with one row a case, so that a figure can always be opened.

mod dimension;
mod national;
mod payments;
mod rights;
mod times;

pub use dimension::{AGES, Dimension, UNKNOWN};
pub use national::{columns, national};
pub use payments::{Payment, payments};
pub use rights::{Right, by, rights};
pub use times::{Handled, times};
