//! 開催を変えた: another day or another place. The agenda stays as it is; papers that were issued before are replaced.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::vocabulary::{FreeText, ShortText};

/// A sitting was moved.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// 開催日, as it is now.
    pub held_on: Date,
    /// 締切日, as it is now.
    pub cut_off_on: Date,
    /// 会場, as it is now.
    pub venue: ShortText,
    /// 変更の理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(Moved: why);
