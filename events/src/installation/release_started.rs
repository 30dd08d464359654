//! 新しい版を使い始めた: the first start of a build that this installation had not seen running.

use serde::{Deserialize, Serialize};

use super::Difference;

/// A build of the program was taken into use.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReleaseStarted {
    /// Version of the program.
    pub version: String,
    /// The source it was built from (commit), with `+` where the sources had been changed since.
    pub commit: String,
    /// SHA-256 of the executable file, in hex.
    pub binary: String,
    /// Which part started first: `serve`, `work`, `demo`, `migrate`.
    pub part: String,
    /// Rules, forms, permissions and read models that differ from the build before.
    pub differences: Vec<Difference>,
}

crate::personal::personal!(ReleaseStarted);
