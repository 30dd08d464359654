//! 保留した: somebody waits for something, says for what, and until when; on that day the case is on the desk again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

/// The application was put aside until a day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Held {
    /// The day on which it comes back.
    pub until: Date,
    /// What is waited for.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Held: why);
