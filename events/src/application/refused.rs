//! 不認定とした. The review board must have been heard first (児童福祉法第19条の3第4項).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{DecisionNumber, FreeText};

/// The application was refused.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Refused {
    /// 決定日.
    pub decided_on: Date,
    /// 決定番号; decisions had none at first.
    pub number: Option<DecisionNumber>,
    /// Phrase of the reason master (不認定理由), by its key.
    pub ground: String,
    /// The reason as told to the family (理由の提示, 行政手続法第8条).
    pub why: Personal<FreeText>,
    /// The day on which the review board gave its opinion.
    pub board_heard_on: Date,
}

crate::personal::personal!(Refused: why);
