//! 一覧を書き出した: told before the file is made.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Personal;
use crate::vocabulary::FreeText;

/// A table with personal data was taken out as a file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TableExported {
    /// The table, by the name of its route.
    pub table: String,
    /// Lines in it.
    pub rows: u32,
    /// The applications and recipients in it.
    pub subjects: Vec<Uuid>,
    /// 理由.
    pub reason: Personal<FreeText>,
}

crate::personal::personal!(TableExported: reason);
