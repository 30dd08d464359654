//! 書類を添付した: what was scanned, checked and kept.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, ArtifactId, RecipientId};
use crate::vocabulary::FreeText;

codes! {
    /// What a scan is, by its content.
    ScanKind, UnknownScanKind, "ファイルの種類を表す語ではありません。" {
        /// PDF.
        Pdf = "pdf", "PDF";
        /// JPEG.
        Jpeg = "jpeg", "JPEG";
        /// PNG.
        Png = "png", "PNG";
    }
}

impl ScanKind {
    /// Media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A paper was attached.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Added {
    /// The application it came with.
    pub application: ApplicationId,
    /// 受給者, where it is kept for the person and not for this application alone.
    pub recipient: Option<RecipientId>,
    /// 書類の種類: a key of the master, or `other`.
    pub document_kind: String,
    /// Where its bytes lie, sealed.
    pub artifact: ArtifactId,
    /// Keyed digest of the bytes, hexadecimal: tells nothing once the person's key is destroyed.
    pub digest: String,
    /// What it is, by its content.
    pub scan: ScanKind,
    /// Pages; a picture has one.
    pub pages: u16,
    /// Length, in bytes.
    pub length: u32,
    /// 補足.
    pub note: Option<Personal<FreeText>>,
}

crate::personal::personal!(Added; optional note);
