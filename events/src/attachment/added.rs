//! 書類を添付した: what was scanned, checked and kept.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{ApplicationId, ArtifactId, RecipientId};
use crate::vocabulary::FreeText;

/// What a scan is, by its content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanKind {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

/// A word that names no kind of scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ファイルの種類を表す語ではありません。")]
pub struct UnknownScanKind;

impl ScanKind {
    /// All.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// As stored, and the ending of a file's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// As staff read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
        }
    }

    /// Media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

impl std::str::FromStr for ScanKind {
    type Err = UnknownScanKind;
    fn from_str(text: &str) -> Result<Self, UnknownScanKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == text).ok_or(UnknownScanKind)
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
