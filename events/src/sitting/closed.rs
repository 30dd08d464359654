//! 審査会を閉じた: the minutes are kept; what was not heard waits for the next sitting.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::ApplicationId;
use crate::vocabulary::FreeText;

/// A sitting was closed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// 議事録.
    pub minutes: Personal<FreeText>,
    /// Seats of the members who were absent.
    pub absent: Vec<u8>,
    /// Cases of the agenda that were not heard (次回に持ち越し).
    pub carried_over: Vec<ApplicationId>,
}

crate::personal::personal!(Closed: minutes);
