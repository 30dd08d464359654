//! 連絡ファイルを提出した: from here on the organisation is taken to know what stands in it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The file was handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Delivered {
    /// 提出日.
    pub on: Date,
}

crate::personal::personal!(Delivered);
