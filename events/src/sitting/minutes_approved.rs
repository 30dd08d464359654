//! 議事録を確認した: a member who sat stands by an edition of the minutes. With the chair and one other member it is final.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A member approved an edition of the minutes; who records it is not the one who wrote it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MinutesApproved {
    /// 版.
    pub edition: u16,
    /// Seat of the member.
    pub seat: u8,
    /// 確認した日, as the member signed.
    pub on: Date,
}

crate::personal::personal!(MinutesApproved);
