//! 月次点検を終えた: nothing is judged afterwards.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// A review was signed off.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SignedOff {
    /// Rows whose purpose was confirmed.
    pub confirmed: u32,
    /// Rows about which somebody is asked.
    pub to_be_asked: u32,
    /// Position of the access log up to which the review speaks.
    pub known_up_to: i64,
    /// 総括.
    pub note: Option<Personal<FreeText>>,
}

crate::personal::personal!(SignedOff; optional note);
