//! 進達の到着を確かめた: what the division found of the application when the list came.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::TransmittalId;
use crate::transmittal::ReceiptOutcome;
use crate::vocabulary::FreeText;

/// The arrival of a forwarded application was checked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReceiptChecked {
    /// 進達書.
    pub transmittal: TransmittalId,
    /// What was found.
    pub outcome: ReceiptOutcome,
    /// Why it went back, or what is missing.
    pub why: Option<Personal<FreeText>>,
}

crate::personal::personal!(ReceiptChecked; optional why);
