//! 療養費を決定した: paid as computed, or refused with the reason.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{FreeText, Yen};

/// A claim was decided.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Decided {
    /// 決定日.
    pub decided_on: Date,
    /// 支給額; nothing where it was refused.
    pub amount: Yen,
    /// Why nothing is paid; none where something is.
    pub refusal: Option<Personal<FreeText>>,
}

crate::personal::personal!(Decided; optional refusal);
