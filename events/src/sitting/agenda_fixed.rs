//! 議題を決めた: the cases that wait at the cut-off, with the diseases to be heard.

use serde::{Deserialize, Serialize};

use crate::ids::ApplicationId;
use crate::vocabulary::DiseaseId;

/// One case on the agenda (議題).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgendaItem {
    /// 申請.
    pub application: ApplicationId,
    /// The diseases the board has still to say something of.
    pub diseases: Vec<DiseaseId>,
}

/// The agenda of a sitting was fixed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgendaFixed {
    /// 議題, in the order in which they are heard.
    pub items: Vec<AgendaItem>,
}

crate::personal::personal!(AgendaFixed);
