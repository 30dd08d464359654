//! 届を取り下げた: by whoever handed it in, before it was settled.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// A notice was withdrawn. Nothing follows from it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Withdrawn: why);
