//! 印刷用のデータを作成した: some items, each checked against what was issued. A run killed in the middle goes on after the last of these.

use serde::{Deserialize, Serialize};

/// Items were rendered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rendered {
    /// Ordinal of the first of them.
    pub first: u32,
    /// SHA-256 over the keyed digests of each item's documents, hex.
    pub digests: Vec<String>,
}

crate::personal::personal!(Rendered);
