//! 印字できない文字と、用紙に収まらない文章: found before anything is decided, so that no award stands without its certificate.

use std::sync::Arc;

use documents::{GlyphFault, PrintError, Printer};
use events::application::ApplicationForm;
use jiff::civil::Date;

use crate::paper::{Sheets, draft_of};
use crate::{ActError, Acts};

/// A character that cannot be printed, for the person who entered it. Never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Unprintable {
    /// The field, as on the certificate.
    pub field: String,
    /// The character.
    pub character: String,
    /// Its place in the field, from 1.
    pub place: usize,
    /// What is wrong and what to do.
    pub sentence: String,
}

impl std::fmt::Debug for Unprintable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unprintable").field("field", &self.field).field("place", &self.place).finish_non_exhaustive()
    }
}

impl From<&GlyphFault> for Unprintable {
    fn from(fault: &GlyphFault) -> Self {
        Self { field: fault.field.clone(), character: fault.character.clone(), place: fault.place, sentence: fault.sentence() }
    }
}

impl Acts {
    /// What of a form cannot be printed on the certificate.
    pub fn unprintable(&self, form: &ApplicationForm) -> Vec<Unprintable> {
        self.faults(&draft_of(form))
    }

    /// The same for documents that are ready.
    pub(crate) fn faults(&self, sheets: &Sheets) -> Vec<Unprintable> {
        let printer = &self.parts().printer;
        let results = [
            printer.check(&sheets.certificate),
            printer.check(&sheets.cap_sheet),
            sheets.calculation.as_ref().map_or(Ok(()), |sheet| printer.check(sheet)),
        ];
        let mut faults: Vec<Unprintable> = Vec::new();
        for error in results.iter().filter_map(|result| result.as_ref().err()) {
            for fault in error.glyph_faults().iter().map(Unprintable::from) {
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
        faults
    }

    /// Refuses what has a character that cannot be printed, or more text than the forms have room for.
    pub(crate) async fn refuse_unprintable(&self, sheets: Sheets, day: Date) -> Result<(), ActError> {
        let faults = self.faults(&sheets);
        if !faults.is_empty() {
            return Err(ActError::Unprintable(faults));
        }
        let printer = Arc::clone(&self.parts().printer);
        let tried = tokio::task::spawn_blocking(move || {
            let tried = try_out(&printer, &sheets, day);
            printer.end_batch();
            tried
        });
        match tried.await.map_err(|error| ActError::internal(&error))? {
            Err(PrintError::TooLong { title, .. }) => Err(ActError::TooLong(title)),
            other => other.map_err(|error| ActError::internal(&error)),
        }
    }
}

fn try_out(printer: &Printer, sheets: &Sheets, day: Date) -> Result<(), PrintError> {
    printer.try_out(&sheets.certificate, day)?;
    printer.try_out(&sheets.cap_sheet, day)?;
    sheets.calculation.as_ref().map_or(Ok(()), |sheet| printer.try_out(sheet, day))
}
