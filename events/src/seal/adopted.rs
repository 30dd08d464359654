//! 印影の登録を承認した, by another person than the one who proposed it.

use serde::{Deserialize, Serialize};

/// A picture of the seal was adopted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Adopted {
    /// 版.
    pub version: u32,
}

crate::personal::personal!(Adopted);
