//! 支給認定が終わった: the right ends on a day, for a ground (児童福祉法第19条の6 and the ages of 第6条の2).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationId, NoticeId, RecipientId};

codes! {
    /// Why an award ended (資格喪失の理由).
    EndGround, UnknownGround, "喪失の理由を選んでください。" {
        /// Moved to the area of another authority.
        Moved = "moved", "県外への転出";
        /// 治癒.
        Cured = "cured", "治癒";
        /// 死亡.
        Died = "died", "死亡";
        /// The 20th birthday.
        AgedOut = "aged_out", "20歳到達";
        /// 辞退.
        Withdrawn = "withdrawn", "辞退";
        /// The validity ended and nobody went on.
        Expired = "expired", "有効期間の満了";
        /// 取消 (児童福祉法第19条の6); told by an event of its own.
        Revoked = "revoked", "取消";
    }
}

impl EndGround {
    /// Those that a family can tell; the others are found by the program.
    pub const TOLD: &'static [Self] = &[Self::Cured, Self::Died, Self::Withdrawn];

    /// The days ran out, which the night finds: nobody gave the right up or took it back, so what concerns its days may still be done.
    pub const fn ran_out(self) -> bool {
        matches!(self, Self::AgedOut | Self::Expired)
    }
}

/// An award ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// 受給者.
    pub recipient: RecipientId,
    /// The application that led to the award.
    pub application: ApplicationId,
    /// The last day on which the right counts.
    pub last_day: Date,
    /// Why.
    pub ground: EndGround,
    /// 届; none where the program found it.
    pub notice: Option<NoticeId>,
}

crate::personal::personal!(Ended);
