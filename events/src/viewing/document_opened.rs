//! 発行済み文書を開いた.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::ArtifactId;

/// An issued document was opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DocumentOpened {
    /// `certificate`, `cap_sheet` or `calculation_sheet`.
    pub document: String,
    /// The sealed bytes.
    pub artifact: ArtifactId,
    /// Whose.
    pub subject: Uuid,
}

crate::personal::personal!(DocumentOpened);
