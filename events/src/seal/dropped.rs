//! 印影の登録をやめた.

use serde::{Deserialize, Serialize};

/// A proposed picture is not adopted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dropped {
    /// 版.
    pub version: u32,
}

crate::personal::personal!(Dropped);
