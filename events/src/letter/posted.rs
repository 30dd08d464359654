//! 通知文書を発送した, or handed over; again after it came back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::ApplicationId;
use crate::vocabulary::{PostingWay, ShortText};

/// A letter went out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Posted {
    /// 申請, as the letter has it.
    pub application: ApplicationId,
    /// 発送日.
    pub on: Date,
    /// 発送方法.
    pub way: PostingWay,
    /// 引受番号 of registered post (書留・特定記録).
    pub number: Option<ShortText>,
}

crate::personal::personal!(Posted);
