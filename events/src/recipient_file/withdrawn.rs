//! 連絡ファイルを取りやめた, before it was delivered: what stands in it goes into the next one.

use serde::{Deserialize, Serialize};

/// Nobody gets this file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Withdrawn {}

crate::personal::personal!(Withdrawn);
