//! 届を処理した: what it asks for was done; what followed stands in the events of recipient, award and certificate of the same act.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;

/// A notice was settled.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Settled {
    /// 処理日.
    pub settled_on: Date,
    /// The change alters the household of account (支給認定基準世帯), so that an application for change of award is needed; none where the
    /// rule was not asked.
    pub change_of_award: Option<bool>,
    /// 判定根拠 of the rule on the household of account.
    pub determination: Option<Personal<serde_json::Value>>,
}

crate::personal::personal!(Settled; optional determination);
