//! サインアウトした.

use serde::{Deserialize, Serialize};

/// A member of staff signed out, or the session ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedOut {}

crate::personal::personal!(SignedOut);
