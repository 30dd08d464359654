//! 照会の回答を受けた.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::{AttachmentId, InquiryId};
use crate::vocabulary::FreeText;

/// Whoever was asked has answered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InquiryAnswered {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// 回答を受けた日.
    pub answered_on: Date,
    /// 回答の内容.
    pub answer: Personal<FreeText>,
    /// The paper, where it is attached to the case.
    pub attachment: Option<AttachmentId>,
}

crate::personal::personal!(InquiryAnswered: answer);
