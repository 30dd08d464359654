//! 起案した: the case stands on a numbered proposal with what is to be decided, and the way the proposal goes.

use serde::{Deserialize, Serialize};

use crate::ids::ProposalId;
use crate::vocabulary::FreeText;
use crate::{Personal, StaffRole};

/// One step of the way of a proposal (決裁経路); the last decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RouteStep {
    /// Whose step it is.
    pub role: StaffRole,
    /// Who may stand in when they are away (代決).
    pub deputy: Option<StaffRole>,
}

/// The application was put on a proposal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Proposed {
    /// 起案文書; the cases of one batch share it.
    pub proposal: ProposalId,
    /// Fiscal year of 令和.
    pub year: u8,
    /// 起案番号: anew each fiscal year.
    pub serial: u32,
    /// 不認定の案: phrase of the reason master, by its key. None: 認定の案, as examined.
    pub ground: Option<String>,
    /// The reason as it would be told to the family, where it is to be refused.
    pub why: Option<Personal<FreeText>>,
    /// 決裁経路 as the masters gave it that day.
    pub route: Vec<RouteStep>,
}

crate::personal::personal!(Proposed; optional why);
