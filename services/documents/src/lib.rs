//! Printed documents (帳票): from typed data to the bytes of a PDF/A-2u and PDF/UA-1 file.
//!
//! The same data, ident and recorded time always give the same bytes; what is issued is kept by the caller and never made
//! again. Typst runs inside the process, reads no file and no clock. Fonts are loaded once ([`Fonts::shared`]).
//!
//! # Reading order
//! [`document`] (what a document declares) → [`print`] (check, compile, write) → [`certificate`] as an example.
//!
//! # How to add a document
//! 1. Make a folder `src/<name>/` with `mod.rs` and `template.typ`.
//! 2. In `mod.rs` write the data struct (`Serialize`; dates arrive as 和暦 text, money as yen) and `impl Document` for it:
//!    title, pages it may have, template, and one [`Field`] for each text in the struct with its Japanese label and the
//!    face that prints it. A text without a `Field` is refused at print, so none can slip past the glyph check.
//! 3. In `template.typ` start with `#import "/form.typ": *` and `#let data = json("/data.json")`; print values only through
//!    `value(…)` (IPAmj明朝) or `label(…)`/plain text (BIZ UDゴシック). Mark row labels with `th` and tables with
//!    `table.header`, so that a screen reader can tell them.
//! 4. Add `sample()` with fictional people and a line to `examples/print_samples.rs` and `tests/`; then run
//!    `cargo run -p documents --example print_samples -- DIR` and look at the pages.

pub mod address_labels;
pub mod address_sheet;
pub mod application_sheet;
pub mod board_minutes;
pub mod board_papers;
pub mod bundle;
pub mod calculation_sheet;
pub mod cap_sheet;
pub mod certificate;
pub mod change_report;
pub mod copy_mark;
pub mod document;
pub mod dossier;
pub mod erasure_certificate;
pub mod fonts;
pub mod glyphs;
pub mod ledger_book;
pub mod letter;
pub mod page_choice;
pub mod pictures;
pub mod print;
pub mod proposal_sheet;
pub mod scan;
pub mod sheet_mark;
pub mod transmittal_list;
pub mod verification_certificate;
mod world;

pub use board_minutes::BoardMinutes;
pub use board_papers::BoardPapers;
pub use bundle::{Bundle, BundleError};
pub use calculation_sheet::CalculationSheet;
pub use cap_sheet::CapSheet;
pub use certificate::Certificate;
pub use change_report::ChangeReport;
pub use document::{Document, Face, Field};
pub use dossier::Dossier;
pub use erasure_certificate::ErasureCertificate;
pub use fonts::{FontDigest, FontError, Fonts};
pub use glyphs::{GlyphFault, GlyphReason};
pub use page_choice::{PageChoice, PageChoiceError};
pub use pictures::{PictureError, pictures};
pub use print::{Imprint, PrintError, Printed, Printer};
pub use sheet_mark::{SheetMark, SheetMarkError};
pub use verification_certificate::VerificationCertificate;
