//! 一斉更新を始めた.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::ShortText;

/// A campaign was opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// Its name, such as 令和9年度の更新.
    pub name: ShortText,
    /// The day on which the awards end.
    pub last_day: Date,
    /// By when families should apply.
    pub apply_by: Date,
}

crate::personal::personal!(Opened);
