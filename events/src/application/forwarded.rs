//! 進達した: the office handed the application to the division.

use serde::{Deserialize, Serialize};

/// The application was forwarded to the division.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Forwarded {}

crate::personal::personal!(Forwarded);
