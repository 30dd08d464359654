//! 支給認定した: the second person approved (児童福祉法第19条の3第3項).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Conclusion;
use crate::Personal;
use crate::ids::{AwardId, RecipientId};
use crate::vocabulary::DecisionNumber;

/// The application was approved; the award is granted in the same act.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Approved {
    /// 決定日.
    pub decided_on: Date,
    /// 決定番号; decisions had none at first.
    pub number: Option<DecisionNumber>,
    /// What was decided.
    pub conclusion: Conclusion,
    /// 算定根拠, as in the examination.
    pub determination: Personal<serde_json::Value>,
    /// The award that follows.
    pub award: AwardId,
    /// The recipient.
    pub recipient: RecipientId,
}

crate::personal::personal!(Approved: determination);
