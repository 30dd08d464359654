//! データベースの関数・トリガー・権限が変わった: what guards the log is itself watched. A change outside a migration has no request.

use serde::{Deserialize, Serialize};

use super::Difference;

/// Functions, triggers, tables, roles or grants of the database are no longer as they were.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CatalogChanged {
    /// SHA-256 over all of them, in hex.
    pub fingerprint: String,
    /// It came with a migration recorded in the same act.
    pub migrated: bool,
    /// The objects that differ, with the digest of their definition.
    pub differences: Vec<Difference>,
}

crate::personal::personal!(CatalogChanged);
