//! サインインした.

use serde::{Deserialize, Serialize};

/// A member of staff signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedIn {}

crate::personal::personal!(SignedIn);
