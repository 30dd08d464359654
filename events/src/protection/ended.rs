//! 支援措置を終えた: by somebody else than who recorded it.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::ApplicationId;
use crate::vocabulary::FreeText;

/// A family is no longer protected.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// The application under which it was recorded.
    pub application: ApplicationId,
    /// 理由.
    pub reason: Personal<FreeText>,
}

crate::personal::personal!(Ended: reason);
