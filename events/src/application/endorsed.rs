//! 起案に同意した: a step of the way before the last was taken, or somebody stands in at a step.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::StaffId;
use crate::vocabulary::FreeText;

/// A step of the way of a proposal was taken.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Endorsed {
    /// Which step, from 1. At the last step somebody stands in and may decide.
    pub step: u8,
    /// Why the one whose step it is is away (代決の理由); none where they took it themselves.
    pub absence: Option<Personal<FreeText>>,
    /// For whom somebody stood in, as it was arranged for the day; none where they took it themselves, or before absences were recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<StaffId>,
}

crate::personal::personal!(Endorsed; optional absence);
