//! 補正を催促した: the due date passed without an answer; a letter goes out with another one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The family was reminded of what is to be corrected.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reminded {
    /// The new 補正期限.
    pub due_on: Date,
}

crate::personal::personal!(Reminded);
