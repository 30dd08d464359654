//! データベースの定義を更新した.

use serde::{Deserialize, Serialize};

/// The definition of the tables moved from one version to a later one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SchemaMigrated {
    /// Newest migration before; none at the beginning.
    pub before: Option<i64>,
    /// Newest migration now.
    pub after: i64,
    /// What was applied between the two, in order.
    pub migrations: Vec<Migration>,
}

/// One applied migration.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Migration {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub description: String,
    /// Digest of its text (SHA-384 in hex), as the migrator keeps it.
    pub checksum: String,
}

crate::personal::personal!(SchemaMigrated);
