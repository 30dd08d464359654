//! 請求明細の取込を取り消した: the wrong file, or one that came twice. Its rows count nowhere from here on, and the file may come in again. A decision
//! that was made on its months keeps what it was made on; whose they are is told here.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, ClaimImportId, RecipientId, StaffId};
use crate::vocabulary::{FreeText, OfficeCode};

/// A decision on months in which the rows counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Used {
    /// 申請.
    pub application: ApplicationId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 管轄事務所.
    pub office: OfficeCode,
}

/// A second person took an import back as a whole.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TakenBack {
    /// The import.
    pub import: ClaimImportId,
    /// Who took it in.
    pub recorded_by: StaffId,
    /// Decisions on its months (高額治療継続), as far as they were made by then.
    pub used: Vec<Used>,
    /// 理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(TakenBack: why);
