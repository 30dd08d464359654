//! 照会した: somebody outside was asked in writing. Whom and what stands sealed, for it says much about a person.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Personal;
use crate::ids::InquiryId;
use crate::vocabulary::{FreeText, InquiredParty, InquiryGround};

/// Somebody outside was asked about a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Inquired {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// 照会先の種類.
    pub party: InquiredParty,
    /// 照会の理由.
    pub ground: InquiryGround,
    /// 回答の期限.
    pub due_on: Date,
    /// Whether the standard processing period stands still until the answer, as the masters said on this day.
    pub stops_clock: bool,
    /// 照会先, as it stands on the letter.
    pub addressee: Personal<FreeText>,
    /// 照会先の所在地.
    pub address: Personal<FreeText>,
    /// 照会する事項.
    pub questions: Personal<FreeText>,
}

crate::personal::personal!(Inquired: addressee, address, questions);
