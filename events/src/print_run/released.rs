//! 印刷を承認した, by another person than the one who froze the run.

use serde::{Deserialize, Serialize};

/// The run may be printed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Released {
    /// SHA-256 over the digests of all items in their order, hex: what may be printed.
    pub digest: String,
}

crate::personal::personal!(Released);
