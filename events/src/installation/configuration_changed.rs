//! 設定を変えた: a part of the program started with other settings than the time before. Secrets stand as 「設定あり」.

use serde::{Deserialize, Serialize};

use super::Difference;

/// The configuration of a part changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConfigurationChanged {
    /// Which part, on which machine: `serve@host`.
    pub place: String,
    /// SHA-256 over all settings, in hex.
    pub fingerprint: String,
    /// The settings that differ.
    pub differences: Vec<Difference>,
}

crate::personal::personal!(ConfigurationChanged);
