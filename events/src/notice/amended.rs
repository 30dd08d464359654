//! 届の内容を直した: at the counter, before it is settled.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::NoticeContent;
use crate::Personal;
use crate::vocabulary::FreeText;

/// A notice was amended; from then on it waits to be settled again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Amended {
    /// 事由の生じた日.
    pub happened_on: Date,
    /// What it says now.
    pub content: Personal<NoticeContent>,
    /// Why.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Amended: content, why);
