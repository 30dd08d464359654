//! 番号を割り当てた.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A number was given out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumberAllocated {
    /// The register: `recipient/<payer number>` or `receipt/<year>-<office>`.
    pub register: String,
    /// The serial, counting from 1.
    pub serial: u32,
    /// Who got it.
    pub holder: Uuid,
}

crate::personal::personal!(NumberAllocated);
