//! 旧台帳が使った番号を引き継いだ: numbers up to one were given before this ledger, and are never given again.

use serde::{Deserialize, Serialize};

/// Numbers were given before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumbersTakenOver {
    /// The register, `recipient/<payer number>`.
    pub register: String,
    /// The last serial that counts as given.
    pub serial: u32,
}

crate::personal::personal!(NumbersTakenOver);
