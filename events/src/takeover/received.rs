//! 旧台帳のファイルを受け取った. The file itself is kept sealed, so that every row can be looked up in it later.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::ArtifactId;
use crate::vocabulary::FreeText;

/// A file of the old ledger was received.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Received {
    /// Where the sealed file lies.
    pub artifact: ArtifactId,
    /// Its digest under the takeover's key, hex.
    pub digest: String,
    /// Its length, bytes.
    pub bytes: u64,
    /// Which ledger it is, and why it is taken over.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Received: why);
