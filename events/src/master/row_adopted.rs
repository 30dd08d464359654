//! マスタの行を採用した. A later row of the same key and validity takes the place of the earlier one; nothing is overwritten.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How sure a value is (確からしさ).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MasterStatus {
    /// 確認済: a source says so.
    Confirmed,
    /// 推定（要確認）: derived; holds until the prefecture confirms it.
    Inferred,
    /// 不明（要確認）.
    Unknown,
}

impl MasterStatus {
    /// Japanese word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Confirmed => "確認済",
            Self::Inferred => "推定・要確認",
            Self::Unknown => "不明・要確認",
        }
    }
}

/// A row of a master table was adopted.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RowAdopted {
    /// Table, such as `caps`.
    pub table: String,
    /// Key within the table.
    pub key: String,
    /// First day on which it counts.
    pub valid_from: Date,
    /// Last day; open where none.
    pub valid_to: Option<Date>,
    /// How sure it is.
    pub status: MasterStatus,
    /// Where it comes from.
    pub source: String,
    /// The values, by column.
    pub values: serde_json::Value,
}

crate::personal::personal!(RowAdopted);
