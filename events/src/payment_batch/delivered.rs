//! 支払の一覧を引き渡した: from here on the bank is taken to pay what stands in it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The files were handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Delivered {
    /// 引渡日.
    pub on: Date,
}

crate::personal::personal!(Delivered);
