//! 審査した: the verdicts on one case, and the members who kept out of it (除斥).

use serde::{Deserialize, Serialize};

use super::DiseaseVerdict;
use crate::ids::ApplicationId;

/// The board heard a case. What it remarked stands on the application, under the key of the person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CaseHeard {
    /// 申請.
    pub application: ApplicationId,
    /// 判定, one for each disease on the agenda.
    pub verdicts: Vec<DiseaseVerdict>,
    /// Seats of the members who did not take part in this case.
    pub recused: Vec<u8>,
}

crate::personal::personal!(CaseHeard);
