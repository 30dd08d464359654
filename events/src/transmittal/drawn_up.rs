//! 進達書を作成した.

use serde::{Deserialize, Serialize};

use crate::ids::ApplicationId;
use crate::vocabulary::OfficeCode;

/// A transmittal list was drawn up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DrawnUp {
    /// 進達番号: anew each fiscal year and office.
    pub serial: u32,
    /// Fiscal year of 令和.
    pub year: u8,
    /// 進達する事務所.
    pub office: OfficeCode,
    /// 申請, in the order of the list.
    pub cases: Vec<ApplicationId>,
}

crate::personal::personal!(DrawnUp);
