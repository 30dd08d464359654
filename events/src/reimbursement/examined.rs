//! 療養費の額を算定した: by the rule, from the receipts, the award and the cap management sheet. The newest counts.

use serde::{Deserialize, Serialize};

use super::MonthAmount;
use crate::Personal;
use crate::vocabulary::Yen;

/// The amount was computed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Examined {
    /// 支給額.
    pub amount: Yen,
    /// By month and institution, in the order of the claim.
    pub months: Personal<Vec<MonthAmount>>,
    /// 算定根拠.
    pub determination: Personal<serde_json::Value>,
}

crate::personal::personal!(Examined: months, determination);
