//! 補正を終えて再び提出した: the office answered the correction.

use serde::{Deserialize, Serialize};

/// The corrected application was submitted again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Resubmitted {}

crate::personal::personal!(Resubmitted);
