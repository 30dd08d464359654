//! 進達した: the office handed the application to the division.

use serde::{Deserialize, Serialize};

use crate::ids::TransmittalId;

/// The application was forwarded to the division.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Forwarded {
    /// 進達書 it went with; none where it went alone.
    pub transmittal: Option<TransmittalId>,
}

crate::personal::personal!(Forwarded);
