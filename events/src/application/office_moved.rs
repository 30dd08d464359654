//! 事務所の再編により引き継いだ: an open case goes to the office that took over, on the day on which the masters say so.

use serde::{Deserialize, Serialize};

use crate::vocabulary::OfficeCode;

/// An open case has other offices from here on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfficeMoved {
    /// 受付事務所, whose counter works on it.
    pub receiving_office: OfficeCode,
    /// 管轄事務所.
    pub responsible_office: OfficeCode,
}

crate::personal::personal!(OfficeMoved);
