//! 旧台帳からの移行: rights that were decided before this ledger come in as they were decided. One person receives and prepares the file, the
//! program judges every row, another person approves, and what nobody has gone on with can be taken back.
//!
//! # Adding a column
//! Its line in [`columns`], its field of [`OldRecord`] and its reading in `record.rs`.

pub mod columns;
mod form;
mod names;
mod record;
mod refusal;
mod row;
mod several;
mod state;
mod words;

pub use columns::{Column, Columns};
pub use form::{Ids, Taken, taken_over};
pub use names::Names;
pub use record::OldRecord;
pub use refusal::TakeoverRefusal;
pub use row::{Cell, Judged, Layout, Remark, SheetRow, Verdict, judge};
pub use several::Several;
pub use state::{Takeover, TakeoverCommand};
