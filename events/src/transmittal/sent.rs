//! 進達書を送った: the applications are forwarded in the same act.

use serde::{Deserialize, Serialize};

use crate::ids::ApplicationId;

/// A transmittal list left the office.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// What went: those of the list that could still be forwarded.
    pub cases: Vec<ApplicationId>,
}

crate::personal::personal!(Sent);
