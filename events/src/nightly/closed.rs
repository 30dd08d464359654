//! 職員が処理した: what was found is done, or is nothing to be done about, with the reason.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::FreeText;

use super::Finding;

codes! {
    /// How it was closed.
    Outcome, UnknownOutcome, "処理の結果を選んでください。" {
        /// 済んだ.
        Done = "done", "済んだ";
        /// することはない.
        Dismissed = "dismissed", "することはない";
    }
}

/// Somebody closed a task; its stream is the task's.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// The night on which it was found.
    pub night: Date,
    /// What was found.
    pub finding: Finding,
    /// How.
    pub outcome: Outcome,
    /// 理由, or what was done.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Closed: why);
