//! 印影の登録を起案した.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{FreeText, SealImage};

/// Another picture of the seal was proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Proposed {
    /// 版, from 1.
    pub version: u32,
    /// 印影; sealed like personal data, for whoever has it can forge.
    pub image: Personal<SealImage>,
    /// 使用開始日.
    pub valid_from: Date,
    /// Why, and on whose approval (公印規程の承認).
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Proposed: image, why);
