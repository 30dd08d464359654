//! 開催を取りやめた: nothing was heard; the cases of its agenda wait for the next sitting.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::ApplicationId;
use crate::vocabulary::FreeText;

/// A sitting was called off before a case was heard.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cancelled {
    /// 中止の理由.
    pub why: Personal<FreeText>,
    /// Cases of the agenda; the board clerk puts them on the next one.
    pub waiting: Vec<ApplicationId>,
}

crate::personal::personal!(Cancelled: why);
