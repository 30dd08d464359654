//! 点検を終え決裁に上げた: the checker found the application complete and put it before the approver, with the determination.

use serde::{Deserialize, Serialize};

use super::Conclusion;
use crate::Personal;

/// The application was examined and put before the approver.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Examined {
    /// What would be decided.
    pub conclusion: Conclusion,
    /// 算定根拠: inputs, rule versions and trace, as JSON of `casework::rules::Determination`.
    pub determination: Personal<serde_json::Value>,
}

crate::personal::personal!(Examined: determination);
