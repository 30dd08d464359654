//! 支給の訂正を起案した: what was decided was wrong; another person decides. Nothing has changed yet.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::EventId;
use crate::vocabulary::{FreeText, Yen};

/// A correction of a payment was proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CorrectionProposed {
    /// The decision that it corrects.
    pub corrects: EventId,
    /// The amount that is right; nothing where nothing should have been paid.
    pub amount: Yen,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(CorrectionProposed: why);
