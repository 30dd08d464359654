//! アカウントを止めた: too many wrong passwords in a row.

use serde::{Deserialize, Serialize};

/// The account was locked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Locked {
    /// Failures in a row that led to it.
    pub failures: u32,
}

crate::personal::personal!(Locked);
