//! 受給者証を作成した: the certificate and what goes with it were made, once.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, ArtifactId, AwardId, RecipientId};

/// One issued document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct IssuedDocument {
    /// `certificate`, `cap_sheet` or `calculation_sheet`.
    pub document: String,
    /// Where the sealed bytes are.
    pub artifact: ArtifactId,
    /// SHA-256 of the sealed bytes, hex.
    pub sha256: String,
}

/// A certificate was issued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Issued {
    /// 支給認定.
    pub award: AwardId,
    /// 受給者.
    pub recipient: RecipientId,
    /// 申請.
    pub application: ApplicationId,
    /// 交付日.
    pub issued_on: Date,
    /// 枚数目: 1 for the first certificate of the award.
    pub copy: u32,
    /// The documents.
    pub documents: Vec<IssuedDocument>,
    /// SHA-256 of each font file used, hex.
    pub fonts: Vec<String>,
    /// 版 of the governor's seal that was printed; none where its place was left open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<u32>,
}

crate::personal::personal!(Issued);
