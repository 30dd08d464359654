//! 担当者を定めた: somebody took the case, or was given it.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::StaffId;
use crate::vocabulary::{ClerkDesk, FreeText};

/// The case has a clerk at a desk.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ClerkNamed {
    /// Where.
    pub desk: ClerkDesk,
    /// 担当者.
    pub clerk: StaffId,
    /// Why it was handed over; none where somebody took a case that was nobody's.
    pub why: Option<Personal<FreeText>>,
}

crate::personal::personal!(ClerkNamed; optional why);
