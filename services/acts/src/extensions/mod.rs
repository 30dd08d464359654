//! 有効期間の一括延長: the awards that end within a period, looked at before anything is proposed; proposed by one, approved by another, carried
//! out award by award by a worker.

mod carry_out;
mod case;
mod choose;
mod progress;
mod propose;

pub use case::{ExtensionCase, ExtensionLine};
pub use choose::{ExcludedNumber, ExtensionInput, Reached, Selection, Unreached};
