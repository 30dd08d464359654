//! 影響調査を頼んだ: everything that is needed to come to the same result again.

use serde::{Deserialize, Serialize};

use super::Way;
use crate::Personal;
use crate::vocabulary::{FreeText, ValidityPeriod};

/// Somebody asked who would come out differently.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// Awards that are valid on a day of it are decided again.
    pub period: ValidityPeriod,
    /// The first way.
    pub old: Way,
    /// The second way.
    pub new: Way,
    /// Position of the casework log up to which awards and their inputs are known.
    pub known_up_to: i64,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Asked: why);
