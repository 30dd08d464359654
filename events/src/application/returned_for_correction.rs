//! 補正を求めて返した: the division sent the application back, with items, reasons and a due date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// One thing to correct (補正事項).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CorrectionItem {
    /// Line of the checklist or section of the form it concerns.
    pub about: String,
    /// Phrase of the reason master (理由句), by its key.
    pub phrase: String,
}

/// The application was returned for correction.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReturnedForCorrection {
    /// 補正事項; at least one.
    pub items: Vec<CorrectionItem>,
    /// 補正期限.
    pub due_on: Date,
    /// What the office is asked to do.
    pub note: Personal<FreeText>,
}

crate::personal::personal!(ReturnedForCorrection: note);
