//! 一括延長を終えた: how many awards were extended, and which were left as they are, with the reason.

use serde::{Deserialize, Serialize};

use crate::ids::AwardId;

codes! {
    /// Why an award is left as it is.
    LeftGround, UnknownLeftGround, "延長しない理由を表す語ではありません。" {
        /// The next award was decided already: no day is covered twice.
        Followed = "followed", "次の支給認定が続いている";
        /// A change took its place.
        Replaced = "replaced", "変更の認定に替わった";
        /// Given up, cured, moved, revoked.
        Ended = "ended", "満了のほかの理由で終わった";
        /// The eve of the 20th birthday.
        AgedOut = "aged_out", "20歳の誕生日の前日で終わる";
        /// 取消・訂正の起案.
        RedressWaits = "redress_waits", "取消・訂正の起案が決裁を待っている";
        /// It counts at least as long already.
        NotLonger = "not_longer", "すでに延長後の末日まで有効";
    }
}

/// An award that was left as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Left {
    /// 支給認定.
    pub award: AwardId,
    /// Why.
    pub ground: LeftGround,
}

/// A mass extension came to its end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CarriedOut {
    /// Awards that were extended.
    pub extended: u32,
    /// Awards of the proposal that were left as they are.
    pub left: Vec<Left>,
}

crate::personal::personal!(CarriedOut);
