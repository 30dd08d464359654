//! 審査会に付議した: the checker asks for the board's opinion before the decision.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{DiseaseId, FreeText};

/// The application was put before the review board.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PutBeforeBoard {
    /// The diseases the board has to say something of.
    pub diseases: Vec<DiseaseId>,
    /// 付議の理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(PutBeforeBoard: why);
