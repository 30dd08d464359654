//! 消去証明書を作成した.

use serde::{Deserialize, Serialize};

use crate::ids::{ArtifactId, SubjectId};

/// The certificate of erasure was made and kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Certified {
    /// The person.
    pub person: SubjectId,
    /// The kept bytes.
    pub artifact: ArtifactId,
    /// Their digest under the key of this stream, in hexadecimal.
    pub sha256: String,
}

crate::personal::personal!(Certified);
