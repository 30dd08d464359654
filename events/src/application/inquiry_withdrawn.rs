//! 照会を取り下げた: no answer is waited for any more.

use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::InquiryId;
use crate::vocabulary::FreeText;

/// An inquiry was withdrawn.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InquiryWithdrawn {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// 取り下げる理由.
    pub why: Personal<FreeText>,
}

crate::personal::personal!(InquiryWithdrawn: why);
