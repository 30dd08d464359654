//! 一括送付を取りやめた, before anything was made.

use serde::{Deserialize, Serialize};

/// Nobody gets a letter by this release.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Withdrawn {}

crate::personal::personal!(Withdrawn);
